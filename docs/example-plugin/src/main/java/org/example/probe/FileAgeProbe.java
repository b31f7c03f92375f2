package org.example.probe;

import io.dialer.agent.probe.Deadline;
import io.dialer.agent.probe.Measurement;
import io.dialer.agent.probe.Outcome;
import io.dialer.agent.probe.Probe;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/** Measures how old a file is. What is wrong with the target is a result; nothing is thrown. */
final class FileAgeProbe implements Probe {
    private final Path file;
    private final Duration maxAge;

    FileAgeProbe(Path file, Duration maxAge) {
        this.file = file;
        this.maxAge = maxAge;
    }

    @Override
    public Duration timeout() {
        return Duration.ofSeconds(5);
    }

    @Override
    public Measurement run(Deadline deadline) {
        Duration age;
        try {
            age = Duration.between(Files.getLastModifiedTime(file).toInstant(), Instant.now());
        } catch (NoSuchFileException missing) {
            return new Measurement(Outcome.FAILED, null, file + " is not there", new JsonObject());
        } catch (IOException unreadable) {
            return Measurement.error(file + " cannot be looked at: " + unreadable);
        }
        JsonObject details = new JsonObject().put("age_s", age.toMillis() / 1000.0);
        return age.compareTo(maxAge) <= 0
                ? new Measurement(Outcome.SUCCESS, null, file + " is " + age.toSeconds() + " s old", details)
                : new Measurement(Outcome.FAILED, null, file + " is too old: " + age.toSeconds() + " s", details);
    }
}
