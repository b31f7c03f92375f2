package io.dialer.agent.probe;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A task's target or option that cannot be used. The message names the option, its value and what is allowed. */
public final class InvalidOption extends RuntimeException {
    private static final long serialVersionUID = 1L;
    /** Options that may hold a password or a token; results and logs carry the message. */
    private static final Set<String> CONFIDENTIAL = Set.of(
            "auth",
            "authentications",
            "body",
            "config",
            "content",
            "headers",
            "initialVariables",
            "params",
            "password",
            "proxy",
            "query_response",
            "send",
            "token",
            "urlParameters",
            "username",
            "variables");

    private final String option;

    public InvalidOption(String option, @Nullable Object value, String allowed) {
        super(
                CONFIDENTIAL.contains(option)
                        ? "%s: what is written is not allowed; allowed: %s".formatted(option, allowed)
                        : "%s: %s is not allowed; allowed: %s".formatted(option, Quoted.of(value), allowed));
        this.option = option;
    }

    private InvalidOption(String option, String message) {
        super(message);
        this.option = option;
    }

    /** The same mistake, named from further out: {@code url} within {@code steps[0].request}. */
    public InvalidOption within(String place) {
        return new InvalidOption(place + "." + option, place + "." + reason());
    }

    /** The same mistake of an option that a task calls otherwise. */
    public InvalidOption called(String other) {
        return new InvalidOption(other, other + reason().substring(option.length()));
    }

    /** The option's or field's name. */
    public String option() {
        return option;
    }

    /** The whole sentence. */
    public String reason() {
        return String.valueOf(getMessage());
    }
}
