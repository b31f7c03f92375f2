package io.dialer.agent.probe;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A task's JSON, as a backend lists it, to a {@link ProbeTask}. Whatever is broken becomes the task's own problem with
 * the field's name; it never stops the others. Pure.
 */
public final class TaskReader {
    private static final double LONGEST_INTERVAL_SECONDS = 366 * 86_400.0;

    private static final int LONGEST_ID = 256;
    private static final int DEEPEST = 100;
    private static final int MOST_CHARACTERS = 1 << 20;
    private static final String TOO_LARGE = "the task is larger than 1 MiB, and is not run";

    private TaskReader() {}

    /**
     * Reads one element of the list; empty where it has no id, or a very long one, because nothing could be
     * reported for it. Of one that is larger than 1 MiB only what it is called is kept.
     */
    public static Optional<ProbeTask> read(@Nullable Object element) {
        if (!(element instanceof JsonObject json)) {
            return Optional.empty();
        }
        String id = scalar(json.getValue("id"));
        if (id == null || id.isBlank() || id.length() > LONGEST_ID) {
            return Optional.empty();
        }
        if (JsonValues.exceeds(json, MOST_CHARACTERS)) {
            JsonObject cut = new JsonObject();
            Stream.of("name", "type", "target", "interval", "tenant_id", "agent_ids")
                    .filter(field -> !JsonValues.exceeds(
                            json.getValue(field), field.equals("agent_ids") ? MOST_CHARACTERS / 2 : LONGEST_ID))
                    .forEach(field -> cut.put(field, json.getValue(field)));
            return Optional.of(broken(id, cut, TOO_LARGE));
        }
        try {
            return Optional.of(read(id, json));
        } catch (InvalidOption broken) {
            return Optional.of(broken(id, json, broken.reason()));
        }
    }

    /**
     * Reads a task of which nothing may be broken; its id is left empty.
     *
     * @throws InvalidOption for the first field that is
     */
    public static ProbeTask readWhole(JsonObject json) {
        return read("", json);
    }

    private static ProbeTask read(String id, JsonObject json) {
        return new ProbeTask(
                id,
                nameOf(id, json),
                required(json, "type"),
                required(json, "target"),
                interval(json),
                json.getValue("tenant_id"),
                agentIds(json.getValue("agent_ids")),
                options(json),
                null);
    }

    private static ProbeTask broken(String id, JsonObject json, String problem) {
        Duration interval;
        try {
            interval = interval(json);
        } catch (InvalidOption alsoBroken) {
            interval = ProbeTask.DEFAULT_INTERVAL;
        }
        String type = scalar(json.getValue("type"));
        String target = scalar(json.getValue("target"));
        List<String> agentIds;
        try {
            agentIds = agentIds(json.getValue("agent_ids"));
        } catch (InvalidOption alsoBroken) {
            agentIds = List.of();
        }
        return new ProbeTask(
                id,
                nameOf(id, json),
                type == null ? "" : type,
                target == null ? "" : target,
                interval,
                json.getValue("tenant_id"),
                agentIds,
                new JsonObject(),
                problem);
    }

    private static String nameOf(String id, JsonObject json) {
        String name = scalar(json.getValue("name"));
        return name == null ? id : name;
    }

    private static String required(JsonObject json, String field) {
        Object value = json.getValue(field);
        String text = scalar(value);
        if (text == null || text.isBlank()) {
            throw new InvalidOption(field, value, "a text that is not empty");
        }
        return text.strip();
    }

    private static Duration interval(JsonObject json) {
        Object value = json.getValue("interval");
        String allowed = "seconds, at least 1";
        double seconds;
        try {
            seconds = switch (value) {
                case Number number -> number.doubleValue();
                case String text -> new BigDecimal(text.strip()).doubleValue();
                case null, default -> throw new InvalidOption("interval", value, allowed);
            };
        } catch (NumberFormatException notANumber) {
            throw new InvalidOption("interval", value, allowed);
        }
        if (!(seconds >= 1 && seconds <= LONGEST_INTERVAL_SECONDS)) {
            throw new InvalidOption("interval", value, allowed);
        }
        return Duration.ofNanos(Math.round(seconds * 1e9));
    }

    /** Absent or empty means every agent; a JSON text in place of the list is read as well. */
    private static List<String> agentIds(@Nullable Object value) {
        Object decoded = value instanceof String text ? decoded("agent_ids", text) : value;
        return switch (decoded) {
            case null -> List.of();
            case JsonArray array -> array.stream().map(String::valueOf).toList();
            default -> throw new InvalidOption("agent_ids", value, "a list of agent ids");
        };
    }

    /** {@code config}, else {@code params}: an object, a JSON text, or a JSON text inside a JSON text. */
    private static JsonObject options(JsonObject json) {
        JsonObject config = options("config", json.getValue("config"));
        JsonObject options = config.isEmpty() ? options("params", json.getValue("params")) : config;
        // Deeper ones could be read and not be written again.
        if (JsonValues.isDeeperThan(options, DEEPEST)) {
            throw new InvalidOption("config", "what is nested deeper", "at most " + DEEPEST + " levels");
        }
        return options;
    }

    private static JsonObject options(String field, @Nullable Object value) {
        return switch (value) {
            case null -> new JsonObject();
            case JsonObject object -> object;
            case String text when text.isBlank() -> new JsonObject();
            case String text -> options(field, decoded(field, text));
            case JsonArray array when array.isEmpty() -> new JsonObject();
            default -> throw new InvalidOption(field, value, "an object, or its JSON text");
        };
    }

    private static @Nullable Object decoded(String field, String text) {
        if (text.isBlank()) {
            return null;
        }
        try {
            return Json.decodeValue(text);
        } catch (DecodeException broken) {
            throw new InvalidOption(field, text, "valid JSON");
        }
    }

    private static @Nullable String scalar(@Nullable Object value) {
        return switch (value) {
            case String text -> text;
            case Number number -> number.toString();
            case null, default -> null;
        };
    }
}
