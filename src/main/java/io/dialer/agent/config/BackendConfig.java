package io.dialer.agent.config;

import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
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
                section.text("proxy", "environment"),
                tls.flag("verify", true),
                tls.optionalPath("ca_file"));
        tls.warnOfUnknown();
        return config;
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
