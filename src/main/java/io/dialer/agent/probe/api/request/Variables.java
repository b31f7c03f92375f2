package io.dialer.agent.probe.api.request;

import io.dialer.agent.probe.ConfidentialNames;
import io.dialer.agent.probe.JsonValues;
import io.dialer.agent.probe.SystemVariable;
import io.dialer.agent.probe.api.redaction.Disclosure;
import io.vertx.core.json.JsonObject;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The variables of one run of a transaction. Of one name an extracted value wins over a system variable, and that over a
 * start value. Knows which values are secret: those of secret system variables, and those that are called like a secret
 * or stood where one stands. Not thread-safe.
 */
public final class Variables {
    /** What is shorter stands in any text, and is worth nothing as a secret. */
    private static final int SHORTEST_BY_NAME = 4;

    private final Map<String, @Nullable Object> values = new LinkedHashMap<>();
    private final Set<String> withheld = new LinkedHashSet<>();
    private final Set<String> secretNames = new LinkedHashSet<>();
    private final Set<String> secretValues = new LinkedHashSet<>();
    /** Those of the system that nothing has asked for: a result need not list them. */
    private final Set<String> unused = new HashSet<>();

    public Variables(Map<String, Object> startValues, List<SystemVariable> system) {
        startValues.forEach((name, value) -> put(name, value, false));
        system.forEach(this::add);
    }

    private void add(SystemVariable variable) {
        String name = named(variable.name());
        put(name, variable.value(), variable.secret());
        unused.add(name);
        if (variable.isWithheld()) {
            withheld.add(name);
        } else if (variable.secret() && !variable.value().isEmpty()) {
            secretValues.add(variable.value());
        }
    }

    /** A name as it stands in texts, with its {@code $}. */
    public static String named(String written) {
        String name = written.strip();
        return name.startsWith("$") ? name : "$" + name;
    }

    /**
     * Keeps what a step extracted.
     *
     * @param confidential whether it stood where a secret stands
     */
    public void put(String name, @Nullable Object value, boolean confidential) {
        String full = named(name);
        values.put(full, value);
        withheld.remove(full);
        unused.remove(full);
        secretNames.remove(full);
        boolean secret = confidential || ConfidentialNames.include(full);
        if (secret) {
            JsonValues.leaves(value).stream()
                    .filter(leaf -> leaf.length() >= SHORTEST_BY_NAME)
                    .forEach(secretValues::add);
        }
        if (secret || JsonValues.leaves(value).stream().anyMatch(secretValues::contains)) {
            secretNames.add(full);
        }
    }

    /** Values that must stand in no result. */
    public Set<String> secretValues() {
        return Collections.unmodifiableSet(secretValues);
    }

    /** For {@code details.variables}: the values by name, secret ones masked, without what only the system knows of. */
    public JsonObject toJson(Disclosure disclosure) {
        JsonObject json = new JsonObject();
        values.forEach((name, value) -> {
            if (!unused.contains(name)) {
                json.put(name, disclosure.value(value, secretNames.contains(name) && !withheld.contains(name)));
            }
        });
        return json;
    }

    /** The longest name that a text has at a place. */
    Optional<String> nameAt(String text, int place) {
        return values.keySet().stream()
                .filter(name -> text.startsWith(name, place))
                .max(Comparator.comparingInt(String::length));
    }

    /** As it is put into a request: a text as it is, anything else as JSON; empty where the backend keeps it to itself. */
    Optional<String> textOf(String name) {
        unused.remove(name);
        return withheld.contains(name) ? Optional.empty() : Optional.of(JsonValues.text(values.get(name)));
    }
}
