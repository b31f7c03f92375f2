package io.dialer.agent.blackbox;

import io.vertx.core.json.JsonObject;

/** Which one address of the target is probed. */
final class AddressPreference {
    private AddressPreference() {}

    static void read(Section section, JsonObject options) {
        boolean fallback = section.flag("ip_protocol_fallback", true);
        String preferred = section.oneOf("preferred_ip_protocol", "ip6", "ip4", "ip6", "");
        String family = preferred.equals("ip4") ? "4" : "6";
        options.put("ip_version", (fallback ? "prefer_" : "first_") + family);
    }

    static void readSource(Section section, JsonObject options) {
        String source = section.text("source_ip_address", "");
        if (!source.isEmpty()) {
            options.put("source_ip", source);
        }
    }
}
