package io.dialer.agent.probe.net;

/**
 * The way out, shared by the probes of a process.
 *
 * @param resolver names to addresses
 */
public record ProbeNetwork(Resolver resolver) implements AutoCloseable {
    @Override
    public void close() {}
}
