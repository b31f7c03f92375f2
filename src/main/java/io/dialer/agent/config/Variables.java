package io.dialer.agent.config;

import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Environment variables that stand for keys: {@code DIALER_THREAD_POOL_MAX_WORKERS}. They win over the file. */
final class Variables {
    private final Map<String, String> environment;
    private final Map<String, ConfigKey> known;
    private final Map<String, String> usedByPath = new HashMap<>();

    Variables(Map<String, String> environment, List<ConfigKey> keys) {
        this.environment = environment;
        this.known = keys.stream().collect(Collectors.toMap(ConfigKey::variable, Function.identity()));
    }

    /** A copy of a document with what the variables say in it. */
    JsonObject applyTo(JsonObject document, Reading reading) {
        JsonObject applied = document.copy();
        known.forEach((name, key) -> {
            String value = environment.get(name);
            // Container files often set variables to nothing; that must not take a token away that the file holds.
            // Where the file has something else in the place of a section there is a problem of its own.
            if (value != null && !value.isEmpty() && DocumentPath.put(applied, key.path(), value)) {
                usedByPath.put(key.path(), name);
                reading.cameAsText(key.path());
            }
        });
        return applied;
    }

    /** The variable that a value came from; null where it did not come from one. */
    @Nullable
    String origin(String path) {
        return usedByPath.get(path);
    }

    /** Warns of variables that look like the agent's and stand for nothing. */
    void warnOfUnknown(Set<String> referredTo, Reading reading) {
        for (String name : new TreeSet<>(environment.keySet())) {
            if (ConfigKey.isVariable(name) && !known.containsKey(name) && !referredTo.contains(name)) {
                String nearest = NearestName.of(name, known.keySet());
                reading.warning(new ConfigProblem(
                        "",
                        name,
                        "unknown environment variable" + (nearest == null ? "" : "; did you mean " + nearest + "?")));
            }
        }
    }
}
