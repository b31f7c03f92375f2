package io.dialer.agent.config;

import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Fills in {@code ${env:NAME}} and {@code ${file:/path}} in every text of a configuration. */
final class References {
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{(env|file):([^}]*)}");

    private final Map<String, String> environment;
    private final FileTexts files;
    private final Reading reading;
    private final List<String> filledIn = new ArrayList<>();
    private final Set<String> variables = new HashSet<>();

    References(Map<String, String> environment, FileTexts files, Reading reading) {
        this.environment = environment;
        this.files = files;
        this.reading = reading;
    }

    /** The files that a document refers to, as they are named there. */
    static Set<String> files(JsonObject document) {
        Set<String> files = new TreeSet<>();
        collectFiles(document, files);
        return files;
    }

    private static void collectFiles(@Nullable Object value, Set<String> files) {
        switch (value) {
            case JsonObject object -> object.forEach(entry -> collectFiles(entry.getValue(), files));
            case JsonArray array -> array.forEach(inner -> collectFiles(inner, files));
            case String text ->
                REFERENCE
                        .matcher(text)
                        .results()
                        .filter(found -> found.group(1).equals("file"))
                        .forEach(found -> files.add(found.group(2)));
            case null, default -> {}
        }
    }

    /** The environment variables that were referred to. */
    Set<String> variables() {
        return variables;
    }

    /** A text in which nothing stands any more that a reference brought: it may be a secret. */
    String masked(String text) {
        String masked = text;
        // The longest first: one may be the beginning of another.
        List<String> longestFirst = filledIn.stream()
                .filter(value -> !value.isEmpty())
                .flatMap(value -> Stream.of(value, escaped(value)))
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
        for (String value : longestFirst) {
            masked = masked.replace(value, "***");
        }
        return masked;
    }

    private static String escaped(String value) {
        String quoted = Json.encode(value);
        return quoted.substring(1, quoted.length() - 1);
    }

    /** A copy with the references filled in; what cannot be is noted as a problem. */
    JsonObject fillIn(JsonObject document) {
        return (JsonObject) fillIn(document, "");
    }

    private Object fillIn(Object value, String path) {
        return switch (value) {
            case JsonObject object -> {
                JsonObject filled = new JsonObject();
                for (String key : object.fieldNames()) {
                    Object inner = object.getValue(key);
                    String innerPath = path.isEmpty() ? key : path + "." + key;
                    filled.put(key, inner == null ? null : fillIn(inner, innerPath));
                }
                yield filled;
            }
            case JsonArray array -> {
                JsonArray filled = new JsonArray();
                for (int index = 0; index < array.size(); index++) {
                    Object inner = array.getValue(index);
                    filled.add(inner == null ? null : fillIn(inner, path + "[" + index + "]"));
                }
                yield filled;
            }
            case String text -> fillInText(text, path);
            default -> value;
        };
    }

    private String fillInText(String text, String path) {
        Matcher matcher = REFERENCE.matcher(text);
        StringBuilder filled = new StringBuilder();
        while (matcher.find()) {
            String kind = matcher.group(1);
            String name = matcher.group(2);
            if (kind.equals("env")) {
                variables.add(name);
            }
            String value = kind.equals("env") ? environment.get(name) : files.text(name);
            if (value == null) {
                reading.problem(new ConfigProblem(
                        path,
                        kind.equals("env")
                                ? "the environment has no variable " + name
                                : "cannot read the file " + name));
                value = "";
            }
            filledIn.add(value);
            reading.cameByReference(path);
            matcher.appendReplacement(filled, Matcher.quoteReplacement(value));
        }
        return matcher.appendTail(filled).toString();
    }
}
