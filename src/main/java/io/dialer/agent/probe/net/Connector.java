package io.dialer.agent.probe.net;

import io.dialer.agent.probe.Deadline;
import io.dialer.agent.probe.PhaseClock;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * The one way to open a stream: resolve, connect, TLS, each phase taken where it happens (a Netty event loop) and kept
 * when it fails. Channels are opened by Netty itself and not by Vert.x's {@code NetClient}, because an attempt must be
 * cancelled at its deadline, and because each needs its own source address, event loop and pipeline.
 *
 * @param resolver names to addresses
 * @param loops where the sockets live
 * @param policy asked before each connection
 */
public record Connector(Resolver resolver, ProbeLoops loops, TargetPolicy policy) {
    /**
     * Begins to open a connection and, the moment it is open, to use it.
     *
     * @param clock running in phase {@code resolve}; it is in {@code request} once the connection is open
     * @param deadline shares the time among the addresses; whoever waits for the attempt aborts it when it passes
     * @param use called on the connection's event loop, at once and before anything was read from it; adds its handlers
     *     and switches reading on
     */
    public <T> Attempt<T> open(
            Endpoint endpoint, PhaseClock clock, Deadline deadline, Function<Connection, CompletionStage<T>> use) {
        Attempt<T> attempt = new Attempt<>(use);
        new Opening(endpoint, clock, deadline, loops.next(), policy, attempt).begin(resolver);
        return attempt;
    }
}
