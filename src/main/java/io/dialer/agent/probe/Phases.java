package io.dialer.agent.probe;

import io.vertx.core.json.JsonObject;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * How long each phase took. The phases follow each other without a gap, so they add up to {@link #totalNanos()}.
 *
 * @param nanos nanoseconds per phase; a phase that did not happen is absent
 */
public record Phases(Map<Phase, Long> nanos) {
    public Phases {
        nanos = Map.copyOf(nanos);
    }

    /** True when the run reached that phase. */
    public boolean reached(Phase phase) {
        return nanos.containsKey(phase);
    }

    /** Milliseconds spent in a phase, 0 where it did not happen. */
    public double millis(Phase phase) {
        return nanos.getOrDefault(phase, 0L) / (double) TimeUnit.MILLISECONDS.toNanos(1);
    }

    /** The sum of all phases, in nanoseconds. */
    public long totalNanos() {
        return nanos.values().stream().mapToLong(Long::longValue).sum();
    }

    /** As they stand in a result's details: milliseconds by name, only those that happened. */
    public JsonObject toJson() {
        JsonObject report = new JsonObject();
        for (Phase phase : Phase.values()) {
            if (reached(phase)) {
                report.put(phase.wireName(), millis(phase));
            }
        }
        return report;
    }

    /** The phases of two consecutive stretches, for example of two redirect hops, added up. */
    public Phases plus(Phases other) {
        Map<Phase, Long> sum = new EnumMap<>(Phase.class);
        sum.putAll(nanos);
        other.nanos.forEach((phase, spent) -> sum.merge(phase, spent, Long::sum));
        return new Phases(sum);
    }
}
