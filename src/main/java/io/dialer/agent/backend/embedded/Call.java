package io.dialer.agent.backend.embedded;

import io.dialer.agent.bus.EmbeddedCall;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One call, taken apart. What a caller got wrong is a {@link Refusal} that names it.
 *
 * @param method such as {@code GET}
 * @param resource the first segment of the path, such as {@code tasks}
 * @param rest the other segments, decoded
 */
record Call(String method, String resource, List<String> rest, EmbeddedCall source) {
    static Call of(EmbeddedCall source) {
        List<String> segments = Arrays.stream(source.path().split("/"))
                .filter(segment -> !segment.isEmpty())
                .map(Call::decoded)
                .toList();
        String resource = segments.isEmpty() ? "" : segments.getFirst();
        return new Call(
                source.method(),
                resource,
                segments.isEmpty() ? segments : segments.subList(1, segments.size()),
                source);
    }

    /** A plus sign is a plus sign in a path. */
    private static String decoded(String segment) {
        try {
            return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException broken) {
            throw Refusal.badRequest("the path has a broken percent-encoding");
        }
    }

    @Nullable
    String parameter(String name) {
        String value = source.query().get(name);
        return value == null || value.isBlank() ? null : value.strip();
    }

    int number(String name, int absent, int least, int most) {
        String text = parameter(name);
        if (text == null) {
            return absent;
        }
        try {
            int value = Integer.parseInt(text);
            if (value >= least) {
                return Math.min(value, most);
            }
        } catch (NumberFormatException notANumber) {
            // Refused below, with what is allowed.
        }
        throw Refusal.badRequest(
                "%s: \"%s\" is not allowed; allowed: a whole number from %d".formatted(name, text, least));
    }

    Page page(int defaultSize) {
        return new Page(number("page", 1, 1, Integer.MAX_VALUE), number("size", defaultSize, 1, Page.LARGEST));
    }

    JsonObject body() {
        Buffer body = source.body();
        if (body == null || body.length() == 0) {
            throw Refusal.badRequest("the body is empty; allowed: a JSON object");
        }
        try {
            if (Json.decodeValue(body) instanceof JsonObject object) {
                return object;
            }
        } catch (DecodeException notJson) {
            // Refused below.
        }
        throw Refusal.badRequest("the body is not a JSON object");
    }

    /** The only segment after the resource. */
    String id() {
        if (rest.size() != 1) {
            throw Refusal.notFound(source.path());
        }
        return rest.getFirst();
    }

    boolean is(String wantedMethod, String... segments) {
        return method.equals(wantedMethod) && rest.equals(List.of(segments));
    }

    Refusal notAllowed(String allowed) {
        return Refusal.notAllowed(method, allowed);
    }
}
