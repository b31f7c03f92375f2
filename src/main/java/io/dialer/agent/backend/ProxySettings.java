package io.dialer.agent.backend;

import io.dialer.agent.probe.ProxyAddress;
import io.dialer.agent.probe.ProxyEnvironment;
import io.vertx.core.net.ProxyOptions;
import io.vertx.core.net.ProxyType;
import java.net.URI;
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
            default -> Optional.of(configured(configured));
        };
    }

    private static Optional<ProxyOptions> fromEnvironment(URI backend, Map<String, String> environment) {
        boolean tls = "https".equalsIgnoreCase(backend.getScheme());
        int port = backend.getPort() >= 0 ? backend.getPort() : tls ? 443 : 80;
        return new ProxyEnvironment(environment)
                .proxyFor(backend.getScheme(), backend.getHost(), port)
                .map(ProxySettings::options);
    }

    /** What cannot be used is named by where it stands, because it may hold a password. */
    private static ProxyOptions configured(String url) {
        try {
            return options(ProxyAddress.parse(url));
        } catch (IllegalArgumentException unusable) {
            throw new IllegalArgumentException("backend.proxy is " + unusable.getMessage(), unusable);
        }
    }

    private static ProxyOptions options(ProxyAddress proxy) {
        ProxyOptions options =
                new ProxyOptions().setType(ProxyType.HTTP).setHost(proxy.host()).setPort(proxy.port());
        if (proxy.username() != null) {
            options.setUsername(proxy.username());
            options.setPassword(proxy.password());
        }
        return options;
    }
}
