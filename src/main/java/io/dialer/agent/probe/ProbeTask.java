package io.dialer.agent.probe;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One task: what to probe, how, how often. Equal tasks need no change in the scheduler, so it holds nothing that the
 * backend counts (latest status, execution count, update time).
 *
 * @param id the backend's id, as text
 * @param name for people
 * @param type the probe type's name
 * @param target what to probe, as the type reads it
 * @param interval from one start to the next, at least a second
 * @param tenantId the owner, goes into every result; may be a number, a text or absent
 * @param agentIds the agents that shall run it; empty: all
 * @param options the options as written in {@code config}, or {@code params}; never change it
 * @param problem why the task cannot be run although it has an id; null when it is well
 */
public record ProbeTask(
        String id,
        String name,
        String type,
        String target,
        Duration interval,
        @Nullable Object tenantId,
        List<String> agentIds,
        JsonObject options,
        @Nullable String problem) {

    /** The interval of a task whose own cannot be read. */
    public static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(60);

    public ProbeTask {
        agentIds = List.copyOf(agentIds);
    }

    /** A task for a single run outside any schedule. */
    public static ProbeTask once(String type, String target, JsonObject options) {
        return new ProbeTask("once", "", type, target, DEFAULT_INTERVAL, null, List.of(), options, null);
    }
}
