package io.dialer.agent.probe.net.http;

import io.dialer.agent.probe.Phases;
import io.dialer.agent.probe.net.ProbeFailure;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A call with all its hops. What was measured before a failure is there as well.
 *
 * @param hops at least one; the last is the one that counts
 * @param failure why there is no complete answer; null where there is
 * @param body the last hop's
 * @param truncated whether reading ended at the cap
 */
public record HttpFetch(List<HttpHop> hops, @Nullable ProbeFailure failure, KeptBody body, boolean truncated)
        implements AutoCloseable {
    public HttpFetch {
        hops = List.copyOf(hops);
    }

    /** Gives back the room that the body took. */
    @Override
    public void close() {
        body.close();
    }

    public HttpHop last() {
        return hops.getLast();
    }

    /** The phases of all hops, added up. */
    public Phases phases() {
        return hops.stream().map(HttpHop::phases).reduce(new Phases(Map.of()), Phases::plus);
    }
}
