package io.dialer.agent.probe;

import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * What one attempt found out.
 *
 * @param outcome how it ended
 * @param failedPhase the phase that failed; null on success, and where the type has no phases
 * @param message one line for people, in the agent's language
 * @param details the type's own fields; times in ms unless a name says otherwise
 */
public record Measurement(Outcome outcome, @Nullable Phase failedPhase, String message, JsonObject details) {
    public static Measurement success(String message, JsonObject details) {
        return new Measurement(Outcome.SUCCESS, null, message, details);
    }

    public static Measurement failed(Phase phase, String message, JsonObject details) {
        return new Measurement(Outcome.FAILED, phase, message, details);
    }

    public static Measurement timeout(Phase phase, String message, JsonObject details) {
        return new Measurement(Outcome.TIMEOUT, phase, message, details);
    }

    public static Measurement error(String message) {
        return new Measurement(Outcome.ERROR, null, message, new JsonObject());
    }
}
