package io.dialer.agent.probe;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP proxy.
 *
 * @param host a name or a literal address without brackets
 * @param port 1 to 65535
 * @param username decoded; null: the proxy wants none
 * @param password decoded; empty where there is none
 */
public record ProxyAddress(String host, int port, @Nullable String username, String password) {
    private static final int USUAL_PORT = 3128;

    /**
     * Reads {@code http://[user:password@]host[:port]}; the scheme may be missing.
     *
     * @throws IllegalArgumentException where it is no such URL; the message does not hold the text, which may have a
     *     password in it
     */
    public static ProxyAddress parse(String text) {
        URI url;
        try {
            url = new URI(text.contains("://") ? text.strip() : "http://" + text.strip());
        } catch (URISyntaxException broken) {
            throw unusable();
        }
        String host = url.getHost();
        boolean bare = url.getRawPath() == null || url.getRawPath().isEmpty() || "/".equals(url.getRawPath());
        int port = url.getPort() < 0 ? USUAL_PORT : url.getPort();
        if (host == null || !bare || port < 1 || port > 65_535 || !"http".equals(lower(url.getScheme()))) {
            throw unusable();
        }
        String user = url.getUserInfo();
        int colon = user == null ? -1 : user.indexOf(':');
        return new ProxyAddress(
                host.startsWith("[") ? host.substring(1, host.length() - 1) : host,
                port,
                user == null || colon < 0 ? user : user.substring(0, colon),
                user == null || colon < 0 ? "" : user.substring(colon + 1));
    }

    /** As a URL, without the credentials. */
    @Override
    public String toString() {
        return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    private static String lower(@Nullable String text) {
        return text == null ? "" : text.toLowerCase(Locale.ROOT);
    }

    private static IllegalArgumentException unusable() {
        return new IllegalArgumentException("not a URL such as http://proxy:3128");
    }
}
