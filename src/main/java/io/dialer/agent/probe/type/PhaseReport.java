package io.dialer.agent.probe.type;

import io.dialer.agent.probe.Phase;
import io.dialer.agent.probe.Phases;
import io.vertx.core.json.JsonObject;

/** Phases as they stand in a result's details: milliseconds by name, only those that happened. They add up to its time. */
final class PhaseReport {
    private PhaseReport() {}

    static JsonObject of(Phases phases) {
        JsonObject report = new JsonObject();
        for (Phase phase : Phase.values()) {
            if (phases.reached(phase)) {
                report.put(phase.wireName(), phases.millis(phase));
            }
        }
        return report;
    }
}
