package io.dialer.agent.probe.api.redaction;

import io.dialer.agent.probe.ConfidentialNames;
import io.dialer.agent.probe.Quoted;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a result says of a transaction: everything without its secrets, and no value longer than it may be. Redacted
 * first, then cut, because half a secret would not be found any more. Immutable.
 */
public final class Disclosure {
    /** Of a value, in bytes: a result holds many of them, each more than once. */
    public static final int MOST_OF_A_VALUE = 1 << 10;

    /** A single line for people, such as a message. */
    private static final int MOST_QUOTED = 120;

    private static final Pattern HALF_A_CHARACTER = Pattern.compile("\\p{Cs}");

    private final Redaction redaction;
    private final int mostBytes;

    /**
     * Shows what holds none of the secrets.
     *
     * @param mostBytes of a body, in UTF-8
     */
    public Disclosure(Redaction redaction, int mostBytes) {
        this.redaction = redaction;
        this.mostBytes = mostBytes;
    }

    /** A text of any length, for example a message. */
    public String text(String raw) {
        return wellFormed(redaction.text(raw));
    }

    /** Half a character alone can be written in no encoding of Unicode; receivers break on it. */
    private static String wellFormed(String text) {
        return HALF_A_CHARACTER.matcher(text).replaceAll("\uFFFD");
    }

    /** A text that may be large, cut. */
    public CappedText body(Excerpt raw, String contentType) {
        if (!raw.cut()) {
            return CappedText.of(wellFormed(redaction.body(raw.text(), contentType)), mostBytes);
        }
        CappedText shown = CappedText.of(wellFormed(redaction.beginning(raw.text(), contentType)), mostBytes);
        return new CappedText(shown.text(), true, shown.bytes());
    }

    /** A value of any kind, cut where it is long; an object or list that is too long becomes the beginning of its JSON. */
    public @Nullable Object value(@Nullable Object raw) {
        return switch (raw) {
            case null -> null;
            case Boolean flag -> flag;
            case Excerpt excerpt -> body(excerpt, "").text();
            case String text -> body(Excerpt.of(text, MOST_OF_A_VALUE), "").text();
            case Number number -> shown(number);
            default ->
                Excerpt.ofValue(raw, MOST_OF_A_VALUE) instanceof Excerpt excerpt
                        ? body(excerpt, "").text()
                        : shown(raw);
        };
    }

    /** A value that may be confidential by where it stands. */
    public @Nullable Object value(@Nullable Object raw, boolean confidential) {
        return confidential && raw != null && !raw.equals("") ? Redaction.MASK : value(raw);
    }

    /** A value within a sentence: as JSON, so that a text and a number differ. */
    public String quoted(@Nullable Object raw, boolean confidential) {
        String json = Json.encode(value(raw, confidential));
        return json.length() <= MOST_QUOTED ? json : Quoted.beginning(json, MOST_QUOTED) + "…";
    }

    /** Fields by name, nothing of them cut: the values of confidential names masked, secrets taken out of the others. */
    public JsonObject fields(JsonObject raw) {
        JsonObject shown = new JsonObject();
        raw.forEach(entry ->
                shown.put(wellFormed(redaction.plain(entry.getKey())), field(entry.getKey(), entry.getValue())));
        return shown;
    }

    private @Nullable Object field(String name, @Nullable Object value) {
        boolean masked = value != null && !(value instanceof Boolean) && ConfidentialNames.include(name);
        return masked ? Redaction.MASK : shown(value);
    }

    private @Nullable Object shown(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case String text -> text(text);
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
