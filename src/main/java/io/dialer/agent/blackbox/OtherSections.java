package io.dialer.agent.blackbox;

import io.vertx.core.json.JsonObject;

/** Probers that upstream has and that do nothing here yet: their fields are read, so that a mistake shows. */
final class OtherSections {
    private OtherSections() {}

    static void readGrpc(Section section, ModuleFiles files) {
        AddressPreference.read(section, new JsonObject());
        section.text("service");
        section.flag("tls", false);
        TlsSection.read(section, new JsonObject(), files);
        Section metadata = section.sectionOrEmpty("metadata");
        metadata.keys().forEach(metadata::texts);
        section.end();
    }

    /** Newer than what is known in detail: any field is allowed. */
    static void pass(Section module, String prober) {
        Section section = module.section(prober);
        if (section != null) {
            section.keys();
        }
    }
}
