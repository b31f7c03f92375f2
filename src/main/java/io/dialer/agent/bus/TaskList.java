package io.dialer.agent.bus;

import io.dialer.agent.probe.ProbeTask;
import java.time.Duration;
import java.util.List;

/**
 * A list that was read to its end; one that was not is a failure and never arrives as this.
 *
 * @param tasks every task once, in the backend's order; also those of other agents that its search matched
 * @param unreadable elements without an id
 * @param complete false where its counts disagreed twice: it may add and change, but nothing is removed for its sake
 * @param elapsed how long fetching took
 */
public record TaskList(List<ProbeTask> tasks, int unreadable, boolean complete, Duration elapsed) {
    public TaskList {
        tasks = List.copyOf(tasks);
    }
}
