package io.dialer.agent.probe.api.request;

import io.dialer.agent.probe.InvalidOption;
import io.dialer.agent.probe.Options;
import io.dialer.agent.probe.api.signin.SignInReader;
import io.dialer.agent.probe.net.http.HopLimits;
import io.dialer.agent.probe.net.http.HttpOptions;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads a step's {@code request}. Pure. */
public final class RequestReader {
    private static final double LONGEST_SECONDS = 3600;
    private static final double USUAL_SECONDS = 30;

    private RequestReader() {}

    /**
     * Reads it.
     *
     * @throws InvalidOption naming the field
     */
    public static StepRequest read(Options request) {
        String url = request.text("url", "").strip();
        if (url.isEmpty()) {
            throw new InvalidOption("url", request.written("url"), "a URL, or a path below the task's target");
        }
        String method = HttpOptions.method(request).name();
        StepBody body = StepBody.from(request);
        HopLimits limits = limits(request);
        // Of a client library that the first agent handed it to, which repeated nothing by it.
        request.has("allowed_methods");
        return new StepRequest(
                method,
                url,
                named(request.pairs("headers")),
                query(request),
                StepBody.belongsTo(method) ? body : null,
                limits == null ? seconds(request, "timeout") : null,
                limits,
                HttpOptions.maxRedirects(request),
                request.flag("ssl_verify", true),
                request.text("ssl_cert"),
                request.text("ssl_key"),
                SignInReader.ofRequest(request));
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

    /** A pair limits each hop, a number the whole step. */
    private static @Nullable HopLimits limits(Options request) {
        if (!(request.written("timeout") instanceof JsonObject)) {
            return null;
        }
        Options pair = Objects.requireNonNull(request.group("timeout"));
        try {
            return new HopLimits(seconds(pair, "connect"), seconds(pair, "read"));
        } catch (InvalidOption wrong) {
            throw wrong.within("timeout");
        }
    }

    private static Duration seconds(Options options, String name) {
        return options.seconds(name, USUAL_SECONDS, 0.001, LONGEST_SECONDS);
    }
}
