package io.dialer.agent.backend;

import io.vertx.core.net.ProxyOptions;
import io.vertx.core.net.ProxyType;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The proxy on the way to the backend, as configured or as the environment says. Pure. */
final class ProxySettings {
    private ProxySettings() {}

    /**
     * The proxy to use; empty: none.
     *
     * @param configured {@code environment}, {@code none} or a proxy's URL
     * @param backend the backend's base URL
     */
    static Optional<ProxyOptions> of(String configured, URI backend, Map<String, String> environment) {
        return switch (configured) {
            case "none" -> Optional.empty();
            case "environment" -> fromEnvironment(backend, environment);
            default -> Optional.of(options("backend.proxy", configured));
        };
    }

    private static Optional<ProxyOptions> fromEnvironment(URI backend, Map<String, String> environment) {
        String host = backend.getHost();
        boolean loopback = host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]");
        if (loopback || excluded(host, value(environment, "no_proxy").orElse(""))) {
            return Optional.empty();
        }
        String variable = backend.getScheme().toLowerCase(Locale.ROOT) + "_proxy";
        return value(environment, variable).map(url -> options(variable, url.contains("://") ? url : "http://" + url));
    }

    private static boolean excluded(String host, String noProxy) {
        return Arrays.stream(noProxy.split(","))
                .map(String::strip)
                .filter(entry -> !entry.isEmpty())
                .anyMatch(entry -> entry.equals("*")
                        || host.equalsIgnoreCase(entry)
                        || host.toLowerCase(Locale.ROOT)
                                .endsWith("." + entry.toLowerCase(Locale.ROOT).replaceFirst("^\\*?\\.", "")));
    }

    private static Optional<String> value(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.getOrDefault(name, environment.get(name.toUpperCase(Locale.ROOT))))
                .filter(value -> !value.isBlank());
    }

    /** What cannot be used is named by where it stands, because it may hold a password. */
    private static ProxyOptions options(String where, String url) {
        URI proxy;
        try {
            proxy = new URI(url);
        } catch (URISyntaxException broken) {
            throw unusable(where);
        }
        if (proxy.getHost() == null) {
            throw unusable(where);
        }
        ProxyOptions options = new ProxyOptions()
                .setType(ProxyType.HTTP)
                .setHost(proxy.getHost())
                .setPort(proxy.getPort() < 0 ? 3128 : proxy.getPort());
        String userInfo = proxy.getUserInfo();
        if (userInfo != null) {
            int colon = userInfo.indexOf(':');
            options.setUsername(colon < 0 ? userInfo : userInfo.substring(0, colon));
            options.setPassword(colon < 0 ? "" : userInfo.substring(colon + 1));
        }
        return options;
    }

    private static IllegalArgumentException unusable(String where) {
        return new IllegalArgumentException(where + " is not a URL such as http://proxy:3128");
    }
}
