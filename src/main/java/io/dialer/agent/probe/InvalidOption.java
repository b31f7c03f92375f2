package io.dialer.agent.probe;

import org.jspecify.annotations.Nullable;

/** A task's target or option that cannot be used. The message names the option, its value and what is allowed. */
public final class InvalidOption extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public InvalidOption(String option, @Nullable Object value, String allowed) {
        super("%s: %s is not allowed; allowed: %s".formatted(option, Quoted.of(value), allowed));
    }

    /** The whole sentence. */
    public String reason() {
        return String.valueOf(getMessage());
    }
}
