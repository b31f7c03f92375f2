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
 * @param gateway false: the backend is reached by way of another member of the cluster
 * @param proxy {@code environment}, {@code none} or a proxy's URL
 * @param verifyTls whether its certificate must be valid
 * @param caFile a PEM file of further authorities
 * @param certificate our own certificate, where the backend asks for one; null: none
 * @param key its key
 */
public record BackendConfig(
        int concurrency,
        Duration connectTimeout,
        Duration readTimeout,
        ResponseTimeUnit responseTimeUnit,
        ZoneId timezone,
        boolean deliver,
        boolean gateway,
        String proxy,
        boolean verifyTls,
        @Nullable Path caFile,
        @Nullable Path certificate,
        @Nullable Path key) {
    /** The unit of {@code response_time} on the wire. */
    public enum ResponseTimeUnit {
        /** Seconds below 100, milliseconds from there on: what the alarm rules of the usual backend read right. */
        AUTO,
        S,
        MS
    }

    static BackendConfig from(ConfigReader section) {
        ConfigReader tls = section.section("tls");
        BackendConfig config = new BackendConfig(
                section.integer("concurrency", 8, 1, 256, "Posts of results at once, at most."),
                section.duration(
                        "connect_timeout",
                        Duration.ofSeconds(10),
                        Duration.ofMillis(100),
                        Duration.ofHours(1),
                        "For a connection to the backend."),
                section.duration(
                        "read_timeout",
                        Duration.ofSeconds(60),
                        Duration.ofMillis(100),
                        Duration.ofHours(1),
                        "For an answer of the backend, to its end."),
                section.oneOf(
                        "response_time_unit",
                        ResponseTimeUnit.AUTO,
                        "The unit of `response_time` on the wire: `auto` is seconds below 100 and milliseconds from there on."),
                zone(section),
                section.flag("deliver", true, "`false` is the shadow mode: everything runs, and nothing is posted."),
                section.flag(
                        "gateway",
                        true,
                        "Whether this host reaches the backend; `false` in a cluster: by way of another member of the same `agent_id`."),
                proxy(section),
                tls.flag("verify", true, "Whether the backend's certificate must be valid."),
                tls.optionalPath("ca_file", "A PEM file of further authorities for that certificate."),
                tls.optionalPath(
                        "cert_file", "A PEM file with this agent's own certificate, where the backend asks for one."),
                tls.optionalPath("key_file", "A PEM file with its key, in PKCS #8."));
        if ((config.certificate == null) != (config.key == null)) {
            tls.problem(
                    config.certificate == null ? "cert_file" : "key_file",
                    "nothing",
                    "a file, where the other one of cert_file and key_file is given");
        }
        tls.warnOfUnknown();
        return config;
    }

    private static String proxy(ConfigReader section) {
        String text = section.confidential(
                "proxy", "environment", "`environment`, `none`, or the URL of the proxy to the backend.");
        String word = text.toLowerCase(Locale.ROOT);
        if (word.equals("environment") || word.equals("none")) {
            return word;
        }
        try {
            URI uri = URI.create(text);
            boolean bare = uri.getRawPath() == null
                    || uri.getRawPath().isEmpty()
                    || uri.getRawPath().equals("/");
            boolean port = uri.getPort() == -1 || (uri.getPort() > 0 && uri.getPort() < 65_536);
            if (uri.getHost() != null && bare && port && "http".equalsIgnoreCase(uri.getScheme())) {
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
        String name =
                section.optionalText("timezone", "The zone of the local times on the wire; the host's where absent.");
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
