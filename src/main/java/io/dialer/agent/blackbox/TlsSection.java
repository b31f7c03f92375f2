package io.dialer.agent.blackbox;

import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** {@code tls_config}, the same for all probers that have it. */
final class TlsSection {
    private static final String[] VERSIONS = {"TLS10", "TLS11", "TLS12", "TLS13"};

    private TlsSection() {}

    static void read(Section parent, JsonObject options, ModuleFiles files) {
        Section section = parent.section("tls_config");
        if (section == null) {
            return;
        }
        if (section.flag("insecure_skip_verify", false)) {
            options.put("verify", false);
        }
        for (String key : new String[] {"ca_file", "cert_file", "key_file"}) {
            if (!section.text(key, "").isEmpty()) {
                options.put(key, files.path(section, key));
            }
        }
        String serverName = section.text("server_name", "");
        if (!serverName.isEmpty()) {
            options.put("server_name", serverName);
        }
        put(options, "min_version", version(section, "min_version"));
        put(options, "max_version", version(section, "max_version"));
        section.end();
    }

    private static void put(JsonObject options, String name, @Nullable String version) {
        if (version != null) {
            options.put(name, version);
        }
    }

    private static @Nullable String version(Section section, String key) {
        if (!section.has(key)) {
            return null;
        }
        String word = section.oneOf(key, "", VERSIONS);
        return "1." + word.charAt(word.length() - 1);
    }
}
