package io.dialer.agent.probe;

import com.github.f4b6a3.ulid.UlidCreator;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A probe with its retries: what the scheduler runs, and what {@code run.sh probe} runs without one.
 *
 * @param probe one attempt
 * @param retries how often it is repeated
 * @param warnings what was odd in the task's options
 */
public record PreparedProbe(Probe probe, RetryPolicy retries, List<String> warnings) {
    private static final Logger LOG = LoggerFactory.getLogger(PreparedProbe.class);

    public PreparedProbe {
        warnings = List.copyOf(warnings);
    }

    /** A probe that ends as {@code error} each time. */
    static PreparedProbe refused(String reason) {
        return new PreparedProbe(new RefusedProbe(reason), RetryPolicy.NONE, List.of());
    }

    /** The longest that a run may take, with what is gathered where it fails. */
    public Duration limit(Duration taskTimeout) {
        return retries.limit(probe.timeout(), taskTimeout).plus(forEvidence());
    }

    private Duration forEvidence() {
        Evidence evidence = probe.evidence();
        return evidence == null ? Duration.ZERO : evidence.most();
    }

    /**
     * Runs the probe, again where it failed and may, on the calling worker. Never throws: a fault of ours is an
     * {@code error} result and is logged, a run that was cut off from outside is a {@code timeout}.
     */
    public ProbeResult run(ProbeTask task, Deadline deadline) {
        Instant startedAt = Instant.now().truncatedTo(ChronoUnit.MICROS);
        long startedNanos = System.nanoTime();
        int attempts = 0;
        boolean cutOff = false;
        Measurement measurement;
        Deadline own = new Deadline(
                deadline.startedNanos(), deadline.atNanos() - forEvidence().toNanos());
        try {
            do {
                attempts++;
                measurement = probe.run(own.within(probe.timeout()));
            } while (mayRepeat(measurement, attempts) && pauseFits(own));
        } catch (InterruptedException interrupted) {
            cutOff = true;
            measurement = new Measurement(Outcome.TIMEOUT, null, "cut off at the run's deadline", new JsonObject());
        } catch (RuntimeException | Error fault) {
            LOG.atError()
                    .addKeyValue("task_id", task.id())
                    .addKeyValue("type", task.type())
                    .addKeyValue("target", task.target())
                    .setCause(fault)
                    .log("probe broke");
            measurement = Measurement.error("internal fault: " + fault);
        }
        long ownNanos = System.nanoTime() - startedNanos;
        if (!cutOff) {
            addEvidence(measurement, deadline);
        }
        return new ProbeResult(
                UlidCreator.getMonotonicUlid().toString(),
                task.id(),
                task.type(),
                task.target(),
                task.tenantId(),
                startedAt,
                attempts == 1 && measurement.nanos() > 0 ? measurement.nanos() : ownNanos,
                Math.max(1, attempts),
                warnings(measurement),
                measurement);
    }

    private void addEvidence(Measurement measurement, Deadline deadline) {
        Evidence evidence = probe.evidence();
        if (evidence == null || !failed(measurement)) {
            return;
        }
        try {
            JsonObject gathered = evidence.gather(deadline.within(evidence.most()));
            if (gathered != null) {
                measurement.details().put("evidence", gathered);
            }
        } catch (InterruptedException cutOff) {
            // What was measured counts, and the worker's run ends with it.
            LOG.debug("evidence was cut off");
        } catch (RuntimeException fault) {
            LOG.atError().setCause(fault).log("evidence cannot be gathered");
        }
    }

    private static boolean failed(Measurement measurement) {
        return measurement.outcome() == Outcome.FAILED || measurement.outcome() == Outcome.TIMEOUT;
    }

    /** What was odd in the options, then what was odd in the run. */
    private List<String> warnings(Measurement measurement) {
        List<String> all = new ArrayList<>(warnings);
        // Of a plugin, it may be anything.
        if (measurement.details().getValue("warnings") instanceof JsonArray ofTheRun) {
            ofTheRun.forEach(warning -> all.add(String.valueOf(warning)));
        }
        return all;
    }

    /** The result of a run that broke outside of its probe: a fault of ours. */
    public static ProbeResult broken(ProbeTask task, Throwable fault) {
        return new ProbeResult(
                UlidCreator.getMonotonicUlid().toString(),
                task.id(),
                task.type(),
                task.target(),
                task.tenantId(),
                Instant.now().truncatedTo(ChronoUnit.MICROS),
                1,
                1,
                List.of(),
                Measurement.error("internal fault: " + fault));
    }

    private boolean mayRepeat(Measurement measurement, int attempts) {
        return attempts <= retries.retries() && failed(measurement);
    }

    /** Pauses before the next attempt; false when there is no time left for one. */
    private boolean pauseFits(Deadline deadline) throws InterruptedException {
        if (deadline.remaining().compareTo(retries.interval()) <= 0) {
            return false;
        }
        TimeUnit.NANOSECONDS.sleep(retries.interval().toNanos());
        return true;
    }

    private record RefusedProbe(String reason) implements Probe {
        @Override
        public Measurement run(Deadline deadline) {
            return Measurement.error(reason);
        }

        @Override
        public Duration timeout() {
            return Duration.ofSeconds(1);
        }
    }
}
