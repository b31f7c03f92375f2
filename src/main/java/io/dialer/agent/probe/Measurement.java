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
 * @param nanos how long it took, where the probe itself knows it better than whoever called it; else 0
 */
public record Measurement(
        Outcome outcome, @Nullable Phase failedPhase, String message, JsonObject details, long nanos) {
    public Measurement(Outcome outcome, @Nullable Phase failedPhase, String message, JsonObject details) {
        this(outcome, failedPhase, message, details, 0);
    }

    /** A run that could not be made, and measured nothing. */
    public static Measurement error(String message) {
        return new Measurement(Outcome.ERROR, null, message, new JsonObject());
    }

    /** The same with the duration that its phases add up to. */
    public Measurement lasting(Phases phases) {
        return new Measurement(outcome, failedPhase, message, details, phases.totalNanos());
    }
}
