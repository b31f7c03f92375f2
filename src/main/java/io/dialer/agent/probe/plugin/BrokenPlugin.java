package io.dialer.agent.probe.plugin;

import io.dialer.agent.probe.Deadline;
import io.dialer.agent.probe.Measurement;
import io.dialer.agent.probe.Probe;
import java.time.Duration;

/** A plugin that cannot be loaded: each run says why. */
record BrokenPlugin(String reason) implements Probe {
    @Override
    public Measurement run(Deadline deadline) {
        return Measurement.error(reason);
    }

    @Override
    public Duration timeout() {
        return Duration.ofSeconds(1);
    }
}
