package io.dialer.agent.blackbox;

import io.vertx.core.json.JsonObject;
import java.util.List;

/** Probers that upstream has and that do nothing here yet: their fields are read, so that a mistake shows. */
final class OtherSections {
    private OtherSections() {}

    static void readDns(Section section, boolean used, ModuleFiles files) {
        AddressPreference.read(section, new JsonObject());
        AddressPreference.readSource(section, new JsonObject());
        section.oneOf("transport_protocol", "udp", "udp", "tcp");
        section.flag("dns_over_tls", false);
        TlsSection.read(section, new JsonObject(), files);
        section.flag("recursion_desired", true);
        section.text("query_type");
        section.text("query_class");
        section.texts("valid_rcodes");
        if (section.text("query_name", "").isEmpty() && used) {
            throw section.mistake("query_name", "must be set");
        }
        for (String part : List.of("validate_answer_rrs", "validate_authority_rrs", "validate_additional_rrs")) {
            Section rules = section.sectionOrEmpty(part);
            for (String rule : List.of(
                    "fail_if_matches_regexp",
                    "fail_if_all_match_regexp",
                    "fail_if_not_matches_regexp",
                    "fail_if_none_matches_regexp")) {
                rules.texts(rule).forEach(expression -> HttpSection.pattern(rules, rule, expression));
            }
            rules.end();
        }
        section.end();
    }

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
