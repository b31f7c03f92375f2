package io.dialer.agent.bus;

import java.util.Map;

/**
 * Tasks that another member owns from now on, and that the sender does not run any more. Only their ids: each member has
 * the list, and what is in it need not go over the members' link.
 *
 * @param from the sender's node id
 * @param due when each is due next, epoch nanoseconds by the sender's clock
 */
public record Handover(String from, Map<String, Long> due) {
    /** Tasks in one message, at most. */
    public static final int LARGEST = 1_000;

    public Handover {
        due = Map.copyOf(due);
    }
}
