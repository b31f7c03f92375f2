package io.dialer.agent.probe;

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
