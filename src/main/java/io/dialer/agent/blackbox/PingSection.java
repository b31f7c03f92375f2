package io.dialer.agent.blackbox;

import io.vertx.core.json.JsonObject;

/** {@code icmp} of a module as options of our type {@code ping}: one packet. */
final class PingSection {
    /** As upstream's own text is long. */
    private static final int DEFAULT_PAYLOAD = 28;

    private static final int MOST_PAYLOAD = 65_000;

    private PingSection() {}

    static void read(Section section, JsonObject options) {
        AddressPreference.read(section, options);
        AddressPreference.readSource(section, options);
        options.put("count", 1);
        int size = section.wholeNumber("payload_size", 0, 0, MOST_PAYLOAD);
        options.put("size", size == 0 ? DEFAULT_PAYLOAD : size);
        options.put("dont_fragment", section.flag("dont_fragment", false));
        int ttl = section.wholeNumber("ttl", 0, 0, 255);
        if (ttl > 0) {
            options.put("ttl", ttl);
        }
        section.end();
    }
}
