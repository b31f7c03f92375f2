package io.dialer.agent.bus;

import io.dialer.agent.probe.ProbeTask;
import java.time.Duration;
import java.util.List;

/**
 * A complete list; an incomplete one is a failure and never arrives as this.
 *
 * @param tasks every task once, in the backend's order; also those of other agents that its search matched
 * @param unreadable elements without an id
 * @param elapsed how long fetching took
 */
public record TaskList(List<ProbeTask> tasks, int unreadable, Duration elapsed) {
    public TaskList {
        tasks = List.copyOf(tasks);
    }
}
