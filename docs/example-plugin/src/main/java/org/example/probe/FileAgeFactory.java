package org.example.probe;

import io.dialer.agent.probe.InvalidOption;
import io.dialer.agent.probe.Options;
import io.dialer.agent.probe.Probe;
import io.dialer.agent.probe.ProbeContext;
import io.dialer.agent.probe.ProbeFactory;
import io.dialer.agent.probe.ProbeTask;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** The type {@code file_age}: a file on this host must have been written lately. */
public final class FileAgeFactory implements ProbeFactory {
    @Override
    public String type() {
        return "file_age";
    }

    /** Called once for each task: whatever is wrong with its options is said here. */
    @Override
    public Probe create(ProbeTask task, Options options, ProbeContext context) {
        try {
            return new FileAgeProbe(Path.of(task.target()), options.seconds("max_age", 3600, 1, 1e9));
        } catch (InvalidPathException unusable) {
            throw new InvalidOption("target", task.target(), "a path");
        }
    }
}
