package io.dialer.agent.probe.api.request;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Puts the values of variables in place of their names in the texts of one request, and remembers which names it could
 * not replace. Values are not looked through again: an answer must not be able to name a secret. Not thread-safe.
 */
public final class Substitution {
    private static final Pattern NAME = Pattern.compile("\\$[\\p{L}_][\\p{L}\\p{N}_]*");

    private final Variables variables;
    private final Set<String> unknown = new LinkedHashSet<>();
    private final Set<String> withheld = new LinkedHashSet<>();

    public Substitution(Variables variables) {
        this.variables = variables;
    }

    /** A text with the values in it; the longest known name wins, any other {@code $} stays. */
    public String in(String text) {
        return replaced(text, true);
    }

    /** The same for all names and texts of an object, a list or a text; other values stay as they are. */
    public @Nullable Object in(@Nullable Object value) {
        return replaced(value, true);
    }

    /** The same for a part of a sign-in. What looks like an unknown name may belong to a password, so it is not listed. */
    public String inCredential(String credential) {
        return replaced(credential, false);
    }

    /** Names that nobody knows; they stayed as they were. */
    public Set<String> unknown() {
        return Collections.unmodifiableSet(unknown);
    }

    /** Names whose values the backend keeps to itself; with one of them the request must not be sent. */
    public Set<String> withheld() {
        return Collections.unmodifiableSet(withheld);
    }

    private @Nullable Object replaced(@Nullable Object value, boolean listing) {
        return switch (value) {
            case String text -> replaced(text, listing);
            case JsonObject object -> replaced(object, listing);
            case Map<?, ?> map -> replaced(objectOf(map), listing);
            case JsonArray array -> replaced(array, listing);
            case Iterable<?> list -> {
                JsonArray array = new JsonArray();
                list.forEach(array::add);
                yield replaced(array, listing);
            }
            case null -> null;
            default -> value;
        };
    }

    private JsonObject replaced(JsonObject object, boolean listing) {
        JsonObject copy = new JsonObject();
        object.forEach(entry -> copy.put(replaced(entry.getKey(), listing), replaced(entry.getValue(), listing)));
        return copy;
    }

    private JsonArray replaced(JsonArray array, boolean listing) {
        JsonArray copy = new JsonArray();
        array.forEach(element -> copy.add(replaced(element, listing)));
        return copy;
    }

    private String replaced(String text, boolean listing) {
        StringBuilder result = new StringBuilder(text.length());
        int done = 0;
        for (int at = text.indexOf('$'); at >= 0; at = text.indexOf('$', done)) {
            result.append(text, done, at);
            String name = variables.nameAt(text, at).orElse("$");
            if (name.equals("$")) {
                note(text, at, listing);
                result.append('$');
            } else {
                result.append(variables.textOf(name).orElseGet(() -> {
                    withheld.add(name);
                    return name;
                }));
            }
            done = at + name.length();
        }
        return result.append(text, done, text.length()).toString();
    }

    private void note(String text, int at, boolean listing) {
        Matcher name = NAME.matcher(text).region(at, text.length());
        if (listing && name.lookingAt()) {
            unknown.add(name.group());
        }
    }

    private static JsonObject objectOf(Map<?, ?> map) {
        JsonObject object = new JsonObject();
        map.forEach((name, value) -> object.put(String.valueOf(name), value));
        return object;
    }
}
