package io.dialer.agent.blackbox;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** {@code grpc} of a module as options of our type {@code grpc}. */
final class GrpcSection {
    private GrpcSection() {}

    static void read(Section section, JsonObject options, ModuleFiles files) {
        AddressPreference.read(section, options);
        String service = section.text("service", "");
        if (!service.isEmpty()) {
            options.put("service", service);
        }
        JsonObject tls = new JsonObject();
        TlsSection.read(section, tls, files);
        if (section.flag("tls", false)) {
            options.put("tls", true).mergeIn(tls);
        }
        Section metadata = section.sectionOrEmpty("metadata");
        JsonArray pairs = new JsonArray();
        for (String name : metadata.keys()) {
            metadata.texts(name)
                    .forEach(
                            value -> pairs.add(new JsonObject().put("key", name).put("value", value)));
        }
        if (!pairs.isEmpty()) {
            options.put("metadata", pairs);
        }
        section.end();
    }
}
