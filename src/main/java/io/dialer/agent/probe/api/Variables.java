package io.dialer.agent.probe.api;

import io.dialer.agent.probe.JsonValues;
import io.vertx.core.json.JsonObject;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The variables of one run of a transaction. Of one name an extracted value wins over a system variable, and that over a
 * start value. Not thread-safe.
 */
public final class Variables {
    private static final String MASK = "***";

    private final Map<String, @Nullable Object> values = new LinkedHashMap<>();
    private final Set<String> withheld = new LinkedHashSet<>();
    private final Set<String> secretNames = new LinkedHashSet<>();
    private final Set<String> secretValues = new LinkedHashSet<>();

    public Variables(Map<String, Object> startValues, List<SystemVariable> system) {
        startValues.forEach((name, value) -> values.put(named(name), value));
        system.forEach(this::add);
    }

    private void add(SystemVariable variable) {
        String name = named(variable.name());
        values.put(name, variable.value());
        if (variable.isWithheld()) {
            withheld.add(name);
        } else if (variable.secret() && !variable.value().isEmpty()) {
            secretValues.add(variable.value());
        }
        if (variable.secret()) {
            secretNames.add(name);
        }
    }

    /** A name as it stands in texts, with its {@code $}. */
    static String named(String written) {
        String name = written.strip();
        return name.startsWith("$") ? name : "$" + name;
    }

    /** Keeps what a step extracted. */
    public void put(String name, @Nullable Object value) {
        String full = named(name);
        values.put(full, value);
        withheld.remove(full);
        secretNames.remove(full);
        if (secretValues.contains(JsonValues.text(value))) {
            secretNames.add(full);
        }
    }

    /** Values that must stand in no result. */
    public Set<String> secretValues() {
        return Collections.unmodifiableSet(secretValues);
    }

    /** For {@code details.variables}: the values by name, secret ones masked. */
    public JsonObject toJson() {
        JsonObject json = new JsonObject();
        values.forEach((name, value) -> json.put(name, secretNames.contains(name) ? MASK : value));
        return json;
    }

    /** The longest name that a text has at a place. */
    Optional<String> nameAt(String text, int place) {
        return values.keySet().stream()
                .filter(name -> text.startsWith(name, place))
                .max(Comparator.comparingInt(String::length));
    }

    boolean isWithheld(String name) {
        return withheld.contains(name);
    }

    /** As it is put into a request: a text as it is, anything else as JSON. */
    String textOf(String name) {
        return JsonValues.text(values.get(name));
    }
}
