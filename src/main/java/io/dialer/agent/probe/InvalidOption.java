package io.dialer.agent.probe;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A task's target or option that cannot be used. The message names the option, its value and what is allowed. */
public final class InvalidOption extends RuntimeException {
    private static final long serialVersionUID = 1L;
    /** Options that may hold a password or a token; results and logs carry the message. */
    private static final Set<String> CONFIDENTIAL = Set.of(
            "args",
            "auth",
            "authentications",
            "body",
            "config",
            "content",
            "contentType",
            "env",
            "headers",
            "initialVariables",
            "params",
            "password",
            "proxy",
            "query_response",
            "request",
            "send",
            "token",
            "urlParameters",
            "username",
            "variables");

    private static final String HIDDEN = "what is written";

    private final String option;

    public InvalidOption(String option, @Nullable Object value, String allowed) {
        super("%s: %s is not allowed; allowed: %s".formatted(option, shown(option, value), allowed));
        this.option = option;
    }

    /** What may hold a secret somewhere is not shown, only of what kind it is. */
    private static String shown(String option, @Nullable Object value) {
        if (CONFIDENTIAL.contains(option)) {
            return HIDDEN;
        }
        return switch (value) {
            case JsonObject object when !object.isEmpty() -> "an object";
            case JsonArray list when !list.isEmpty() -> "a list";
            case null, default -> Quoted.of(value);
        };
    }

    /** A value that is not shown, because what it holds may be a secret. */
    public static InvalidOption hidden(String option, String allowed) {
        return new InvalidOption(option, "%s: %s is not allowed; allowed: %s".formatted(option, HIDDEN, allowed));
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
