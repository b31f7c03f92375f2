package io.dialer.agent.config;

import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The agent's own HTTP server.
 *
 * @param host the address it listens on
 * @param port the port; 0: any free one; {@link #NONE}: no server
 * @param token what managing calls must bring; null: nothing
 * @param readToken what is enough for calls that change nothing; null: only {@code token} is
 * @param certificate a PEM file with the server's chain; null: plain HTTP
 * @param key a PEM file with its private key
 */
public record ConsoleConfig(
        String host,
        int port,
        @Nullable Secret token,
        @Nullable Secret readToken,
        @Nullable Path certificate,
        @Nullable Path key) {
    /** The port that means: no server. */
    public static final int NONE = -1;

    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.[0-9]{1,3}){3}|::1|\\[::1]");

    /** True where TLS is configured. */
    public boolean secure() {
        return certificate != null;
    }

    /** True for the names and addresses by which a host reaches only itself. */
    public static boolean isLoopback(String host) {
        return LOOPBACK.matcher(host.toLowerCase(Locale.ROOT)).matches();
    }

    static ConsoleConfig from(ConfigReader section) {
        ConfigReader tls = section.section("tls");
        ConsoleConfig config = new ConsoleConfig(
                section.text(
                        "host",
                        "127.0.0.1",
                        "The address that the console listens on; one that is not loopback needs `console.token`."),
                section.integer(
                        "port",
                        8650,
                        NONE,
                        65_535,
                        "The console's port; 0: any free one, which the log names; -1: no console."),
                section.secret("token", "What calls that change something must bring; without it everything is open."),
                section.secret("read_token", "What is enough for calls that change nothing."),
                tls.optionalPath("cert_file", "A PEM file with the console's certificate chain; makes it speak HTTPS."),
                tls.optionalPath("key_file", "A PEM file with the private key of that certificate."));
        tls.warnOfUnknown();
        if ((config.certificate == null) != (config.key == null)) {
            section.problem("tls", section.object("tls"), "cert_file and key_file, or neither");
        }
        if (config.readToken != null && config.token == null) {
            section.problem("read_token", "***", "one together with console.token, without which everything is open");
        }
        if (!isLoopback(config.host) && config.token == null && config.port != NONE) {
            section.problem("host", config.host, "a loopback address such as 127.0.0.1, or any with console.token set");
        }
        return config;
    }
}
