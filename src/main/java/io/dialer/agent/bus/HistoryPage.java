package io.dialer.agent.bus;

import io.dialer.agent.probe.ProbeResult;
import java.util.List;

/**
 * Past results, the newest first.
 *
 * @param entries those that match
 */
public record HistoryPage(List<Entry> entries) {
    public HistoryPage {
        entries = List.copyOf(entries);
    }

    /**
     * One of them.
     *
     * @param number rises in the order in which results were kept; 0 for one that could not be kept
     */
    public record Entry(long number, ProbeResult result) {}
}
