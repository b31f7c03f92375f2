package io.dialer.agent.probe.net.http;

import io.dialer.agent.probe.InvalidOption;
import io.dialer.agent.probe.Options;
import io.dialer.agent.probe.ProxyAddress;
import io.dialer.agent.probe.ProxyEnvironment;
import io.dialer.agent.probe.net.AddressOption;
import io.netty.handler.codec.http.HttpMethod;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Options that all types have which ask for URLs. Pure. */
public final class HttpOptions {
    private HttpOptions() {}

    /** The option {@code method}, in capitals. */
    public static HttpMethod method(Options options) {
        String name = options.text("method", "GET").strip().toUpperCase(Locale.ROOT);
        if (name.equals("CONNECT")) {
            throw new InvalidOption("method", name, "an HTTP method that asks for a URL");
        }
        try {
            return HttpMethod.valueOf(name);
        } catch (IllegalArgumentException notAToken) {
            throw new InvalidOption("method", name, "an HTTP method");
        }
    }

    /** The options {@code follow_redirects} and {@code max_redirects}; 0: the first answer counts. */
    public static int maxRedirects(Options options) {
        int most = options.integer("max_redirects", 10, 0, 100);
        return options.flag("follow_redirects", true) ? most : 0;
    }

    /**
     * The options {@code ip_version source_ip proxy proxy_from_environment}.
     *
     * @param resolveTo the type's option of that name; null: it is not there
     */
    public static HttpRoute route(Options options, ProxyEnvironment environment, @Nullable InetAddress resolveTo) {
        InetAddress source = AddressOption.sourceOf(options);
        return new HttpRoute(
                AddressOption.familyFor(options, source), source, resolveTo, proxies(options, environment, resolveTo));
    }

    private static Function<Url, Optional<ProxyAddress>> proxies(
            Options options, ProxyEnvironment environment, @Nullable InetAddress resolveTo) {
        boolean fromEnvironment = options.flag("proxy_from_environment", false);
        String written = options.text("proxy");
        if (written != null && !written.isBlank()) {
            if (resolveTo != null) {
                throw new InvalidOption(
                        "resolve_to", resolveTo.getHostAddress(), "nothing beside proxy: it resolves the name");
            }
            try {
                Optional<ProxyAddress> proxy = Optional.of(ProxyAddress.parse(written));
                return url -> proxy;
            } catch (IllegalArgumentException unusable) {
                throw new InvalidOption("proxy", null, "a URL such as http://user:password@proxy:3128");
            }
        }
        return fromEnvironment
                ? url -> environment.proxyFor(
                        url.tls() ? "https" : "http",
                        url.endpoint().host(),
                        url.endpoint().port())
                : url -> Optional.empty();
    }

    /**
     * A variable of the environment that cannot be used is said when the task arrives, not at each run.
     *
     * @throws InvalidOption naming the variable
     */
    public static void tryProxies(HttpRoute route, Url url) {
        try {
            var _ = route.proxies().apply(url);
        } catch (IllegalArgumentException unusable) {
            throw new InvalidOption("proxy_from_environment", true, String.valueOf(unusable.getMessage()));
        }
    }

    /**
     * Holds headers against RFC 9110's syntax.
     *
     * @param option where they stand
     */
    public static void validate(String option, List<Map.Entry<String, String>> headers) {
        try {
            HttpCall.validate(headers);
        } catch (IllegalArgumentException invalid) {
            throw new InvalidOption(option, invalid.getMessage(), "names and values as HTTP allows them");
        }
    }
}
