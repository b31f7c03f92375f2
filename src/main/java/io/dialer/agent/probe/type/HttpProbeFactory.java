package io.dialer.agent.probe.type;

import io.dialer.agent.probe.InvalidOption;
import io.dialer.agent.probe.Options;
import io.dialer.agent.probe.Probe;
import io.dialer.agent.probe.ProbeContext;
import io.dialer.agent.probe.ProbeFactory;
import io.dialer.agent.probe.ProbeTask;
import io.dialer.agent.probe.ProxyEnvironment;
import io.dialer.agent.probe.net.AddressOption;
import io.dialer.agent.probe.net.ProbeNetwork;
import io.dialer.agent.probe.net.TlsSettings;
import io.dialer.agent.probe.net.http.DigestLogin;
import io.dialer.agent.probe.net.http.HttpCall;
import io.dialer.agent.probe.net.http.HttpEngine;
import io.dialer.agent.probe.net.http.HttpOptions;
import io.dialer.agent.probe.net.http.HttpRoute;
import io.dialer.agent.probe.net.http.ProtocolChoice;
import io.dialer.agent.probe.net.http.Url;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the options of {@code http} tasks. */
public final class HttpProbeFactory implements ProbeFactory {
    private static final int DEFAULT_BODY_BYTES = 10 << 20;

    private final ProxyEnvironment environment;

    /** As the process's environment says. */
    public HttpProbeFactory() {
        this(System.getenv());
    }

    HttpProbeFactory(Map<String, String> environment) {
        this.environment = new ProxyEnvironment(environment);
    }

    @Override
    public String type() {
        return "http";
    }

    @Override
    public Probe create(ProbeTask task, Options options, ProbeContext context) {
        ProbeNetwork network = context.service(ProbeNetwork.class);
        Url url = Url.parse(task.target());
        HttpConditions conditions = HttpConditions.from(options);
        ProtocolChoice protocol = protocol(options);
        HttpRoute route = HttpOptions.route(options, environment, AddressOption.of(options, "resolve_to"));
        HttpOptions.tryProxies(route, url);
        HttpCall call = new HttpCall(
                url,
                HttpOptions.method(options),
                headers(url, options),
                options.text("user_agent", "IT-Dialer-Agent/2.0"),
                Buffer.buffer(options.text("body", "")),
                options.flag("compression", true),
                HttpOptions.maxRedirects(options),
                options.wholeNumber("max_body_bytes", DEFAULT_BODY_BYTES, 0, 1L << 30),
                conditions.bodyUse(),
                tls(options, protocol, network),
                protocol,
                route,
                digest(options),
                null);
        HttpOptions.validate("user_agent", List.of(Map.entry("User-Agent", call.userAgent())));
        Probe probe = new HttpProbe(
                new HttpEngine(network.connector(), network.heap()),
                call,
                conditions,
                options.seconds("timeout", 30, 0.001, 3600),
                context.messages());
        return NetworkEvidence.around(probe, options, url.endpoint().host(), network, context.messages());
    }

    private static ProtocolChoice protocol(Options options) {
        return switch (options.oneOf("http_version", "auto", "auto", "1.1", "2")) {
            case "1.1" -> ProtocolChoice.HTTP_1_1;
            case "2" -> ProtocolChoice.HTTP_2;
            default -> ProtocolChoice.AUTO;
        };
    }

    private static TlsSettings tls(Options options, ProtocolChoice protocol, ProbeNetwork network) {
        List<String> wanted = protocol.offered();
        for (String offered : options.texts("alpn", wanted)) {
            if (!wanted.contains(offered)) {
                throw new InvalidOption("alpn", offered, String.join(", ", wanted) + " with this http_version");
            }
        }
        return network.tlsSettings(options, options.flag("verify_tls", true), 0, wanted);
    }

    private static List<Map.Entry<String, String>> headers(Url url, Options options) {
        List<Map.Entry<String, String>> headers = new ArrayList<>(options.pairs("headers"));
        boolean authorized = headers.stream().anyMatch(header -> header.getKey().equalsIgnoreCase("authorization"));
        String authorization = authorization(url, options.group("auth"));
        if (authorization != null && !authorized) {
            headers.add(Map.entry("Authorization", authorization));
        }
        HttpOptions.validate("headers", headers);
        return headers;
    }

    private static @Nullable String authorization(Url url, @Nullable Options auth) {
        if (auth == null) {
            String user = Url.decoded(url.userInfo());
            // RFC 7617, section 2: the colon belongs to it also where there is no password.
            return user.isEmpty() ? null : basic(user.contains(":") ? user : user + ":");
        }
        return switch (auth.oneOf("type", "basic", "basic", "bearer", "digest")) {
            case "bearer" -> "Bearer " + needed(auth, "token");
            case "digest" -> null;
            default -> basic(needed(auth, "username") + ":" + auth.text("password", ""));
        };
    }

    private static @Nullable DigestLogin digest(Options options) {
        Options auth = options.group("auth");
        boolean own = options.pairs("headers").stream()
                .anyMatch(header -> header.getKey().equalsIgnoreCase("authorization"));
        if (auth == null || own || !auth.text("type", "basic").equalsIgnoreCase("digest")) {
            return null;
        }
        String username = needed(auth, "username");
        HttpOptions.validate("auth", List.of(Map.entry("Authorization", username)));
        return new DigestLogin(username, auth.text("password", ""));
    }

    /** Without it the target would refuse us for a mistake of the task. */
    private static String needed(Options auth, String name) {
        String text = auth.text(name);
        if (text == null) {
            throw new InvalidOption("auth." + name, null, "a text");
        }
        return text;
    }

    private static String basic(String userAndPassword) {
        return "Basic " + Base64.getEncoder().encodeToString(userAndPassword.getBytes(StandardCharsets.UTF_8));
    }
}
