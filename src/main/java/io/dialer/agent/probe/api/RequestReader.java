package io.dialer.agent.probe.api;

import io.dialer.agent.probe.InvalidOption;
import io.dialer.agent.probe.Options;
import io.netty.handler.codec.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a step's {@code request}. Pure. */
final class RequestReader {
    private static final double LONGEST_SECONDS = 3600;
    private static final double USUAL_SECONDS = 30;

    private RequestReader() {}

    static StepRequest read(Options request) {
        String url = request.text("url", "").strip();
        if (url.isEmpty()) {
            throw new InvalidOption("url", request.written("url"), "a URL, or a path below the task's target");
        }
        String method = method(request);
        StepBody body = StepBody.from(request);
        Options both = timeouts(request);
        return new StepRequest(
                method,
                url,
                named(request.pairs("headers")),
                query(request),
                StepBody.belongsTo(method) ? body : null,
                timeout(request, both, "connect"),
                timeout(request, both, "read"),
                request.flag("ssl_verify", true),
                request.text("ssl_cert"),
                request.text("ssl_key"),
                credentials(request));
    }

    private static String method(Options request) {
        String name = request.text("method", "GET").strip().toUpperCase(Locale.ROOT);
        if (name.equals("CONNECT")) {
            throw new InvalidOption("method", name, "an HTTP method that asks for a URL");
        }
        try {
            return HttpMethod.valueOf(name).name();
        } catch (IllegalArgumentException notAToken) {
            throw new InvalidOption("method", name, "an HTTP method");
        }
    }

    /** The editor writes the same pairs under both names, so only one of them counts. */
    private static List<Map.Entry<String, String>> query(Options request) {
        List<Map.Entry<String, String>> agents = named(request.pairs("params"));
        List<Map.Entry<String, String>> editors = named(request.pairs("urlParameters"));
        return editors.isEmpty() ? agents : editors;
    }

    /** Without the rows that were added in the editor and never filled in. */
    private static List<Map.Entry<String, String>> named(List<Map.Entry<String, String>> pairs) {
        return pairs.stream().filter(pair -> !pair.getKey().isBlank()).toList();
    }

    private static @Nullable Options timeouts(Options request) {
        return request.written("timeout") instanceof JsonObject ? request.group("timeout") : null;
    }

    private static Duration timeout(Options request, @Nullable Options both, String part) {
        if (both == null) {
            return request.seconds("timeout", USUAL_SECONDS, 0.001, LONGEST_SECONDS);
        }
        try {
            return both.seconds(part, USUAL_SECONDS, 0.001, LONGEST_SECONDS);
        } catch (InvalidOption wrong) {
            throw wrong.within("timeout");
        }
    }

    private static @Nullable JsonObject credentials(Options request) {
        Object auth = request.written("auth");
        return switch (auth) {
            case null -> null;
            case JsonObject object -> object.isEmpty() ? null : object.copy();
            default -> throw new InvalidOption("auth", auth, "an object with a type");
        };
    }
}
