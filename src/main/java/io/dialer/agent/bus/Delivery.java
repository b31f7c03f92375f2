package io.dialer.agent.bus;

import io.dialer.agent.probe.ProbeResult;
import java.util.List;

/**
 * Hands results to the backend, in one post.
 *
 * @param results at least one; more than one only where {@link BackendCapabilities} allow it, and then those of a task in
 *     their order
 */
public record Delivery(List<ProbeResult> results) {
    public Delivery {
        results = List.copyOf(results);
    }
}
