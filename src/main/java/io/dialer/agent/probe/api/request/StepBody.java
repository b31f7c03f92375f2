package io.dialer.agent.probe.api.request;

import io.dialer.agent.probe.InvalidOption;
import io.dialer.agent.probe.JsonValues;
import io.dialer.agent.probe.Options;
import io.dialer.agent.probe.net.http.FormPairs;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a step sends.
 *
 * @param contentType where the step's headers name none; null: nothing is said of it
 * @param form whether an object or list in it is written as {@code application/x-www-form-urlencoded}; else as JSON
 * @param content a text, or JSON whose texts may hold variables
 */
public record StepBody(@Nullable String contentType, boolean form, Object content) {
    private static final String ALLOWED = "a text, or {\"type\": \"json\", \"form\" or \"text\", \"content\": …}";

    /** Null: nothing is sent. */
    static @Nullable StepBody from(Options request) {
        String contentType = request.text("contentType", "").strip();
        Object written = request.written("body");
        return switch (written) {
            case null -> null;
            case String text ->
                text.isEmpty() ? null : new StepBody(contentType.isEmpty() ? null : contentType, false, text);
            case JsonObject object when object.isEmpty() -> null;
            case JsonObject object
            when object.containsKey("content") || object.containsKey("type") ->
                typed(new Options(object, new JsonObject()), contentType);
            default -> throw new InvalidOption("body", written, ALLOWED);
        };
    }

    private static @Nullable StepBody typed(Options body, String contentType) {
        String type;
        try {
            type = body.oneOf("type", "json", "json", "form", "text");
        } catch (InvalidOption unknown) {
            throw unknown.within("body");
        }
        Object content = body.written("content");
        if (content == null || content.equals("")) {
            return null;
        }
        String usual = switch (type) {
            case "form" -> "application/x-www-form-urlencoded";
            case "text" -> "text/plain; charset=utf-8";
            default -> "application/json";
        };
        return new StepBody(contentType.isEmpty() ? usual : contentType, type.equals("form"), content);
    }

    /** As it is sent. */
    public String resolve(Substitution substitution) {
        Object replaced = substitution.in(content);
        return form && (replaced instanceof JsonObject || replaced instanceof JsonArray)
                ? FormPairs.write(pairs(replaced))
                : JsonValues.text(replaced);
    }

    private static List<Map.Entry<String, String>> pairs(Object content) {
        List<Map.Entry<String, String>> pairs = new ArrayList<>();
        if (content instanceof JsonObject object) {
            object.forEach(entry -> {
                Object values = entry.getValue();
                Iterable<?> each = values instanceof JsonArray array ? array : new JsonArray().add(values);
                each.forEach(value -> pairs.add(Map.entry(entry.getKey(), plain(value))));
            });
        } else if (content instanceof JsonArray array) {
            array.forEach(element -> {
                if (element instanceof JsonObject pair && pair.getValue("key") != null) {
                    pairs.add(Map.entry(plain(pair.getValue("key")), plain(pair.getValue("value"))));
                }
            });
        }
        return pairs;
    }

    private static String plain(@Nullable Object value) {
        return value == null ? "" : JsonValues.text(value);
    }

    /** True for a method whose body the contract knows. */
    static boolean belongsTo(String method) {
        return switch (method.toUpperCase(Locale.ROOT)) {
            case "POST", "PUT", "PATCH" -> true;
            default -> false;
        };
    }
}
