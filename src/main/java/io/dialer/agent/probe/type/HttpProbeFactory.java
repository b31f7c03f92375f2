package io.dialer.agent.probe.type;

import io.dialer.agent.probe.InvalidOption;
import io.dialer.agent.probe.Options;
import io.dialer.agent.probe.Probe;
import io.dialer.agent.probe.ProbeContext;
import io.dialer.agent.probe.ProbeFactory;
import io.dialer.agent.probe.net.ProbeNetwork;
import io.dialer.agent.probe.net.http.HttpCall;
import io.dialer.agent.probe.net.http.HttpEngine;
import io.dialer.agent.probe.net.http.Url;
import io.netty.handler.codec.http.HttpMethod;
import io.vertx.core.buffer.Buffer;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the options of {@code http} tasks. */
public final class HttpProbeFactory implements ProbeFactory {
    private static final int DEFAULT_BODY_BYTES = 10 << 20;

    @Override
    public String type() {
        return "http";
    }

    @Override
    public Probe create(String target, Options options, ProbeContext context) {
        refuseWhatIsNotThereYet(options);
        ProbeNetwork network = context.service(ProbeNetwork.class);
        Url url = Url.parse(target);
        HttpConditions conditions = HttpConditions.from(options);
        InetAddress source = AddressOption.sourceOf(options);
        HttpCall call = new HttpCall(
                url,
                method(options),
                headers(url, options),
                options.text("user_agent", "IT-Dialer-Agent/2.0"),
                Buffer.buffer(options.text("body", "")),
                options.flag("compression", true),
                options.flag("follow_redirects", true) ? options.integer("max_redirects", 10, 0, 100) : 0,
                options.wholeNumber("max_body_bytes", DEFAULT_BODY_BYTES, 0, 1L << 30),
                conditions.needBody(),
                network.tlsSettings(options, options.flag("verify_tls", true), 0),
                AddressOption.familyFor(options, source),
                source,
                AddressOption.of(options, "resolve_to"));
        validate("user_agent", List.of(Map.entry("User-Agent", call.userAgent())));
        return new HttpProbe(
                new HttpEngine(network.connector()),
                call,
                conditions,
                options.seconds("timeout", 30, 0.001, 3600),
                context.messages());
    }

    /** An option that would be passed over in silence could turn a failure into a success. */
    private static void refuseWhatIsNotThereYet(Options options) {
        options.oneOf("http_version", "auto", "auto", "1.1");
        for (String name : List.of("proxy", "json")) {
            if (options.has(name)) {
                throw new InvalidOption(name, "a value", "nothing yet: this version cannot do it");
            }
        }
        boolean proxyWanted = options.flag("proxy_from_environment", false);
        boolean proxyThere = Stream.of("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY")
                .map(System::getenv)
                .anyMatch(value -> value != null && !value.isEmpty());
        if (proxyWanted && proxyThere) {
            throw new InvalidOption(
                    "proxy_from_environment", true, "false where the environment names a proxy: this version has none");
        }
    }

    private static HttpMethod method(Options options) {
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

    private static List<Map.Entry<String, String>> headers(Url url, Options options) {
        List<Map.Entry<String, String>> headers = new ArrayList<>(options.pairs("headers"));
        boolean authorized = headers.stream().anyMatch(header -> header.getKey().equalsIgnoreCase("authorization"));
        String authorization = authorization(url, options.group("auth"));
        if (authorization != null && !authorized) {
            headers.add(Map.entry("Authorization", authorization));
        }
        validate("headers", headers);
        return headers;
    }

    private static void validate(String option, List<Map.Entry<String, String>> headers) {
        try {
            HttpCall.validate(headers);
        } catch (IllegalArgumentException invalid) {
            throw new InvalidOption(option, invalid.getMessage(), "names and values as HTTP allows them");
        }
    }

    private static @Nullable String authorization(Url url, @Nullable Options auth) {
        if (auth == null) {
            return url.userInfo().isEmpty() ? null : basic(Url.decoded(url.userInfo()));
        }
        return switch (auth.oneOf("type", "basic", "basic", "bearer")) {
            case "bearer" -> "Bearer " + auth.text("token", "");
            default -> basic(auth.text("username", "") + ":" + auth.text("password", ""));
        };
    }

    private static String basic(String userAndPassword) {
        return "Basic " + Base64.getEncoder().encodeToString(userAndPassword.getBytes(StandardCharsets.UTF_8));
    }
}
