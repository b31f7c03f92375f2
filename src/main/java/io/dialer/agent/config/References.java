package io.dialer.agent.config;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Fills in {@code ${env:NAME}} and {@code ${file:/path}} in every text of a configuration. */
final class References {
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{(env|file):([^}]*)}");

    private final Map<String, String> environment;
    private final List<ConfigProblem> problems;
    private final List<String> filledIn = new ArrayList<>();

    References(Map<String, String> environment, List<ConfigProblem> problems) {
        this.environment = environment;
        this.problems = problems;
    }

    /** A text in which nothing stands any more that a reference brought: it may be a secret. */
    String masked(String text) {
        String masked = text;
        for (String value : filledIn) {
            masked = value.isEmpty() ? masked : masked.replace(value, "***");
        }
        return masked;
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
            String value = kind.equals("env") ? environment.get(name) : fileText(name);
            if (value == null) {
                problems.add(new ConfigProblem(
                        path,
                        kind.equals("env")
                                ? "the environment has no variable " + name
                                : "cannot read the file " + name));
                value = "";
            }
            filledIn.add(value);
            matcher.appendReplacement(filled, Matcher.quoteReplacement(value));
        }
        return matcher.appendTail(filled).toString();
    }

    private static @Nullable String fileText(String file) {
        try {
            return Files.readString(Path.of(file)).strip();
        } catch (IOException | RuntimeException unreadable) {
            return null;
        }
    }
}
