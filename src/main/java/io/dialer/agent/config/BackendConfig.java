package io.dialer.agent.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The link to the backend.
 *
 * @param concurrency result posts at once, at most
 * @param connectTimeout for the connection
 * @param readTimeout for the whole answer
 * @param responseTimeUnit the unit of {@code response_time} on the wire
 * @param timezone the zone of its naive local times
 * @param deliver false: the shadow mode, nothing is posted
 * @param proxy {@code environment}, {@code none} or a proxy's URL
 * @param verifyTls whether its certificate must be valid
 * @param caFile a PEM file of further authorities
 */
public record BackendConfig(
        int concurrency,
        Duration connectTimeout,
        Duration readTimeout,
        ResponseTimeUnit responseTimeUnit,
        ZoneId timezone,
        boolean deliver,
        String proxy,
        boolean verifyTls,
        @Nullable Path caFile) {
    /** The unit of {@code response_time} on the wire. */
    public enum ResponseTimeUnit {
        /** Seconds below 100, milliseconds from there on: what the alarm rules of the usual backend read right. */
        AUTO,
        S,
        MS
    }

    static BackendConfig from(ConfigReader section) {
        section.reserved("gateway");
        ConfigReader tls = section.section("tls");
        tls.reserved("cert_file", "key_file");
        BackendConfig config = new BackendConfig(
                section.integer("concurrency", 8, 1, 256),
                section.duration(
                        "connect_timeout", Duration.ofSeconds(10), Duration.ofMillis(100), Duration.ofHours(1)),
                section.duration("read_timeout", Duration.ofSeconds(60), Duration.ofMillis(100), Duration.ofHours(1)),
                ResponseTimeUnit.valueOf(section.oneOf("response_time_unit", "AUTO", "AUTO", "S", "MS")),
                zone(section),
                section.flag("deliver", true),
                proxy(section),
                tls.flag("verify", true),
                tls.optionalPath("ca_file"));
        tls.warnOfUnknown();
        return config;
    }

    private static String proxy(ConfigReader section) {
        String text = section.text("proxy", "environment");
        String word = text.toLowerCase(Locale.ROOT);
        if (word.equals("environment") || word.equals("none")) {
            return word;
        }
        try {
            URI uri = URI.create(text);
            if (uri.getHost() != null && "http".equalsIgnoreCase(uri.getScheme())) {
                return text;
            }
        } catch (IllegalArgumentException notAUrl) {
            // Said below; the exception's own words would show a password.
        }
        section.problem(
                "proxy", text.contains("@") ? "***" : text, "environment, none, or a URL such as http://proxy:3128");
        return "none";
    }

    /** A proxy's URL may hold a password. */
    @Override
    public String toString() {
        return "BackendConfig[concurrency=%d, readTimeout=%s, timezone=%s, deliver=%s, verifyTls=%s]"
                .formatted(concurrency, readTimeout, timezone, deliver, verifyTls);
    }

    private static ZoneId zone(ConfigReader section) {
        String name = section.optionalText("timezone");
        if (name == null) {
            return ZoneId.systemDefault();
        }
        try {
            return ZoneId.of(name);
        } catch (DateTimeException unknown) {
            section.problem("timezone", name, "a time zone such as Asia/Shanghai or +08:00");
            return ZoneId.systemDefault();
        }
    }
}
