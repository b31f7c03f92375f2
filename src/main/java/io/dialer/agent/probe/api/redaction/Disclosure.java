package io.dialer.agent.probe.api.redaction;

import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a result says of a transaction: everything without its secrets, and no value longer than it may be. Redacted
 * first, then cut, because half a secret would not be found any more. Immutable.
 */
public final class Disclosure {
    /** A single line for people, such as a message. */
    private static final int MOST_QUOTED = 120;

    private final Redaction redaction;
    private final int mostBytes;

    /**
     * Shows what holds none of the secrets.
     *
     * @param mostBytes of a body or a value, in UTF-8
     */
    public Disclosure(Redaction redaction, int mostBytes) {
        this.redaction = redaction;
        this.mostBytes = mostBytes;
    }

    /** A text of any length, for example a message. */
    public String text(String raw) {
        return redaction.text(raw);
    }

    /** A text that may be large, cut. */
    public CappedText body(Excerpt raw, String contentType) {
        if (!raw.cut()) {
            return CappedText.of(redaction.body(raw.text(), contentType), mostBytes);
        }
        CappedText shown = CappedText.of(redaction.beginning(raw.text(), contentType), mostBytes);
        return new CappedText(shown.text(), true, shown.bytes());
    }

    /** A value of any kind, cut where it is long; an object or list that is too long becomes the beginning of its JSON. */
    public @Nullable Object value(@Nullable Object raw) {
        return switch (raw) {
            case null -> null;
            case Boolean flag -> flag;
            case Excerpt excerpt -> body(excerpt, "").text();
            case String text -> body(Excerpt.of(text, mostBytes), "").text();
            case Number number -> shown(number);
            default -> {
                Object shown = shown(raw);
                CappedText json = CappedText.of(Json.encode(shown), mostBytes);
                yield json.cut() ? json.text() : shown;
            }
        };
    }

    /** A value that may be confidential by where it stands. */
    public @Nullable Object value(@Nullable Object raw, boolean confidential) {
        return confidential && raw != null && !raw.equals("") ? Redaction.MASK : value(raw);
    }

    /** A value within a sentence: as JSON, so that a text and a number differ. */
    public String quoted(@Nullable Object raw, boolean confidential) {
        String json = Json.encode(value(raw, confidential));
        return json.length() <= MOST_QUOTED ? json : json.substring(0, MOST_QUOTED) + "…";
    }

    /** Fields by name, nothing of them cut: the values of confidential names masked, secrets taken out of the others. */
    public JsonObject fields(JsonObject raw) {
        JsonObject shown = new JsonObject();
        raw.forEach(entry -> shown.put(redaction.plain(entry.getKey()), field(entry.getKey(), entry.getValue())));
        return shown;
    }

    private @Nullable Object field(String name, @Nullable Object value) {
        boolean masked = value != null && !(value instanceof Boolean) && ConfidentialNames.include(name);
        return masked ? Redaction.MASK : shown(value);
    }

    private @Nullable Object shown(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case String text -> redaction.text(text);
            case Number number -> redaction.holdsSecret(number.toString()) ? Redaction.MASK : number;
            case JsonObject object -> fields(object);
            case Map<?, ?> map -> {
                JsonObject object = new JsonObject();
                map.forEach((name, inner) -> object.put(String.valueOf(name), inner));
                yield fields(object);
            }
            case JsonArray array -> list(array.getList());
            case List<?> list -> list(list);
            default -> value;
        };
    }

    private JsonArray list(List<?> elements) {
        JsonArray shown = new JsonArray();
        elements.forEach(element -> shown.add(shown(element)));
        return shown;
    }
}
