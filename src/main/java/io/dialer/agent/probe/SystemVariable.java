package io.dialer.agent.probe;

import io.vertx.core.json.JsonObject;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A variable that the backend's owner set for many tasks.
 *
 * @param name with or without {@code $}
 * @param value {@code ***} where the backend keeps a secret to itself
 * @param secret never to be shown in a result
 * @param tenantId whose tasks see it, a number or a text; null: all tasks
 */
public record SystemVariable(
        String name, String value, boolean secret, @Nullable Object tenantId) {
    private static final String MASK = "***";
    private static final Set<String> NO_SECRET = Set.of("false", "0", "null", "");

    /** Reads an element of the backend's list; empty where it has no name that a text could hold. */
    public static Optional<SystemVariable> read(@Nullable Object element) {
        if (!(element instanceof JsonObject json)
                || !(json.getValue("name") instanceof String name)
                || name.strip().replace("$", "").isEmpty()) {
            return Optional.empty();
        }
        Object value = json.getValue("value");
        String flag = String.valueOf(json.getValue("is_secret", false)).strip().toLowerCase(Locale.ROOT);
        // In doubt it is one.
        boolean secret = !NO_SECRET.contains(flag);
        return Optional.of(new SystemVariable(
                name.strip(), value == null ? "" : JsonValues.text(value), secret, json.getValue("tenant_id")));
    }

    /** What {@link #read} reads. */
    public JsonObject toJson() {
        return new JsonObject()
                .put("name", name)
                .put("value", value)
                .put("is_secret", secret)
                .put("tenant_id", tenantId);
    }

    /** True where the backend handed out a mask in place of the value. */
    public boolean isWithheld() {
        return secret && value.equals(MASK);
    }

    /** Without the value, which a log must not hold. */
    @Override
    public String toString() {
        return "SystemVariable[name=" + name + ", tenantId=" + tenantId + "]";
    }
}
