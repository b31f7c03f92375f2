package io.dialer.agent.probe.type;

import com.jayway.jsonpath.JsonPath;
import com.jayway.jsonpath.PathNotFoundException;
import io.dialer.agent.probe.Deadline;
import io.dialer.agent.probe.InvalidOption;
import io.dialer.agent.probe.Messages;
import io.dialer.agent.probe.Options;
import io.dialer.agent.probe.Quoted;
import io.dialer.agent.probe.net.http.JsonPaths;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A condition on one place of a JSON body. Where its path can find several values ({@code $..a}, {@code $[*]}, a
 * filter), one that fits is enough; {@code not_equals} and {@code not_contains} must hold for all.
 *
 * @param path compiled
 * @param test what the value must be like
 */
record JsonCondition(JsonPath path, JsonTest test) {
    private static final Set<String> KEYS = Set.of("path", "operator", "value");

    /** The option {@code json}: a list of {@code {path, operator, value}}. */
    static List<JsonCondition> from(Options options) {
        return options.objects("json").stream().map(JsonCondition::parse).toList();
    }

    private static JsonCondition parse(JsonObject written) {
        for (String key : written.fieldNames()) {
            if (!KEYS.contains(key)) {
                throw new InvalidOption("json", key, "path, operator and value");
            }
        }
        Object path = written.getValue("path");
        if (!(path instanceof String text) || text.isBlank()) {
            throw new InvalidOption("json", path, "a JSONPath in each path");
        }
        return new JsonCondition(JsonPaths.compile("json", text), JsonTest.parse(written));
    }

    /**
     * Why a document breaks this condition, in words; null where it holds.
     *
     * @param document maps, lists and plain values
     * @param deadline ends expressions
     */
    @Nullable
    String brokenBy(Object document, Deadline deadline, Messages messages) {
        Object found;
        try {
            found = path.read(document);
        } catch (PathNotFoundException absent) {
            return test.wantsAbsence() ? null : messages.text("http.json_absent", path.getPath());
        } catch (RuntimeException unusable) {
            // Functions and filters of a path fail on values that they were not made for.
            return messages.text("http.json_unusable", path.getPath(), String.valueOf(unusable.getMessage()));
        }
        boolean several = !path.isDefinite();
        if (several && found instanceof List<?> values) {
            if (values.isEmpty()) {
                return test.wantsAbsence() ? null : messages.text("http.json_absent", path.getPath());
            }
            boolean holds = test.isNegative()
                    ? values.stream().allMatch(value -> test.holds(value, deadline))
                    : values.stream().anyMatch(value -> test.holds(value, deadline));
            return holds ? null : broken(values, messages);
        }
        return test.holds(found, deadline) ? null : broken(found, messages);
    }

    private String broken(@Nullable Object found, Messages messages) {
        return messages.text("http.json_broken", path.getPath(), Quoted.of(found), test.toString());
    }
}
