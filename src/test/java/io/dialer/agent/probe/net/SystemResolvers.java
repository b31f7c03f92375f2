package io.dialer.agent.probe.net;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.NullMarked;

/** Resolvers of the system with a hosts file of the test's. */
@NullMarked
public final class SystemResolvers {
    private SystemResolvers() {}

    public static Resolver with(Path hostsFile, Duration lookEvery) {
        return Resolver.ofSystem(hostsFile, lookEvery);
    }
}
