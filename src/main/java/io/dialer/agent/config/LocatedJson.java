package io.dialer.agent.config;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/**
 * A JSON or YAML text read together with the place of each of its values, for errors that people can go to. Strict: a name that
 * stands twice in an object is a mistake, and nothing may follow the value. Pure.
 */
public final class LocatedJson {
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    private static final YAMLFactory YAML = YAMLFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    /** The parser quotes a word that it does not know; that may be a secret somebody forgot to put in quotes. */
    private static final Pattern UNKNOWN_WORD = Pattern.compile("Unrecognized token '.*?'(?=: |$)", Pattern.DOTALL);

    private static final Pattern TAG = Pattern.compile("\\s*!\\S+");

    /** How the parser names a text that it does not show, with a place in it. */
    private static final Pattern SOURCE = Pattern.compile("\\[Source: [^;\\]]*; (line: [0-9]+, column: [0-9]+)]");

    private final JsonParser parser;
    private final Map<String, Place> places = new HashMap<>();
    private final @Nullable Object value;

    /**
     * Where something stands; both count from 1.
     */
    public record Place(int line, int column) {
        private static Place of(JsonLocation location) {
            return new Place(location.getLineNr(), location.getColumnNr());
        }

        @Override
        public String toString() {
            return "line %d, column %d".formatted(line, column);
        }
    }

    /** A text in which nothing stands, or only comments. */
    public static final class Empty extends Mistake {
        private static final long serialVersionUID = 1L;

        private Empty() {
            super("the text is empty", new Place(1, 1));
        }
    }

    /** A text that is not of its syntax. */
    public static class Mistake extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient Place place;

        private Mistake(String message, Place place) {
            super(message);
            this.place = place;
        }

        /** Where it was noticed. */
        public Place place() {
            return place;
        }
    }

    private LocatedJson(JsonParser parser) throws IOException {
        this.parser = parser;
        this.value = value(parser.currentToken(), "");
        if (parser.nextToken() != null) {
            throw new JsonParseException(parser, "something follows the value", parser.currentTokenLocation());
        }
    }

    /**
     * Reads a whole text.
     *
     * @throws Mistake with the place where the text stops being JSON; its message repeats no word of the text
     */
    public static LocatedJson read(String text) throws Mistake {
        return read(text, Syntax.JSON);
    }

    /** As {@link #read(String)}, for another syntax. */
    public static LocatedJson read(String text, Syntax syntax) throws Mistake {
        // Some editors begin a file with a mark of its byte order; RFC 8259, section 8.1 allows to pass it over.
        String marked = text.startsWith("\uFEFF") ? text.substring(1) : text;
        try (JsonParser parser = (syntax == Syntax.YAML ? YAML : JSON).createParser(marked)) {
            if (parser.nextToken() == null) {
                throw new Empty();
            }
            return new LocatedJson(parser);
        } catch (JsonProcessingException broken) {
            throw new Mistake(reason(broken), Place.of(broken.getLocation()));
        } catch (IOException impossible) {
            throw new UncheckedIOException("a text in memory cannot be read", impossible);
        }
    }

    private static String reason(JsonProcessingException broken) {
        if (broken.getCause() instanceof MarkedYAMLException yaml) {
            // Its whole message shows the line; this one at most a tag.
            return TAG.matcher(String.valueOf(yaml.getProblem())).replaceAll("");
        }
        String reason = String.valueOf(broken.getOriginalMessage()).replaceAll("\\s+", " ");
        String known = UNKNOWN_WORD.matcher(reason).replaceAll("Unrecognized token");
        return SOURCE.matcher(known).replaceAll("$1");
    }

    /** The value: a {@code JsonObject}, {@code JsonArray}, text, number, truth value, or null. */
    public @Nullable Object value() {
        return value;
    }

    /**
     * Where a value begins, or the innermost that is there and holds it.
     *
     * @param path such as {@code [2].config.timeout}; empty for the whole
     */
    public Place place(String path) {
        String inner = path;
        while (!places.containsKey(inner)) {
            inner = inner.substring(0, Math.max(0, Math.max(inner.lastIndexOf('.'), inner.lastIndexOf('['))));
        }
        return places.get(inner);
    }

    private @Nullable Object value(@Nullable JsonToken token, String path) throws IOException {
        if (token == null) {
            throw new JsonParseException(parser, "the text ends too early");
        }
        if (parser instanceof YAMLParser yaml && yaml.isCurrentAlias()) {
            throw new JsonParseException(parser, "an alias; write the value out", parser.currentTokenLocation());
        }
        places.put(path, Place.of(parser.currentTokenLocation()));
        return switch (token) {
            case START_OBJECT -> object(path);
            case START_ARRAY -> array(path);
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT -> parser.getNumberValue();
            case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            default -> throw new JsonParseException(parser, "unexpected " + token);
        };
    }

    private JsonObject object(String path) throws IOException {
        JsonObject object = new JsonObject();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            object.put(name, value(parser.nextToken(), path.isEmpty() ? name : path + "." + name));
        }
        return object;
    }

    private JsonArray array(String path) throws IOException {
        JsonArray array = new JsonArray();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            array.add(value(token, path + "[" + array.size() + "]"));
        }
        return array;
    }
}
