package io.dialer.agent.probe.api;

/**
 * A variable that the backend's owner set for all tasks.
 *
 * @param name with or without {@code $}
 * @param value {@code ***} where the backend keeps a secret to itself
 * @param secret never to be shown in a result
 */
public record SystemVariable(String name, String value, boolean secret) {
    private static final String MASK = "***";

    /** True where the backend handed out a mask in place of the value. */
    boolean isWithheld() {
        return secret && value.equals(MASK);
    }
}
