package io.dialer.agent.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PreparedProbeTest {
    private static final ProbeTask TASK = ProbeTask.once("x", "target", new JsonObject());

    private interface Attempt {
        Measurement run(Deadline deadline) throws InterruptedException;
    }

    private record Scripted(Attempt attempt) implements Probe {
        @Override
        public Measurement run(Deadline deadline) throws InterruptedException {
            return attempt.run(deadline);
        }

        @Override
        public Duration timeout() {
            return Duration.ofSeconds(2);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "success, 3, success, 1",
        "failed;success, 3, success, 2",
        "failed;timeout;success, 3, success, 3",
        "failed;timeout;failed, 2, failed, 3",
        "failed;success, 0, failed, 1",
        "error;success, 3, error, 1"
    })
    void repeatsWhatFailed(String outcomes, int retries, String outcome, int attempts) {
        Iterator<String> script = List.of(outcomes.split(";", -1)).iterator();
        ProbeResult result = run(retries, 0.001, deadline -> measured(script.next()));

        assertThat(result.outcome().wireName()).isEqualTo(outcome);
        assertThat(result.attempts()).isEqualTo(attempts);
    }

    @Test
    void doesNotBeginAnAttemptThatHasNoTime() {
        ProbeResult result = new PreparedProbe(
                        new Scripted(deadline -> measured("failed")),
                        new RetryPolicy(5, Duration.ofSeconds(10)),
                        List.of())
                .run(TASK, Deadline.in(Duration.ofSeconds(1)));

        assertThat(result.attempts()).isEqualTo(1);
        assertThat(result.durationSeconds()).isLessThan(1);
    }

    @Test
    void givesEachAttemptItsTimeoutButNotMoreThanTheRun() {
        PreparedProbe probe = new PreparedProbe(
                new Scripted(deadline -> Measurement.error(deadline.remaining().toMillis() + "")),
                RetryPolicy.NONE,
                List.of());

        assertThat(Integer.parseInt(probe.run(TASK, Deadline.in(Duration.ofMinutes(1)))
                        .measurement()
                        .message()))
                .isBetween(1_500, 2_000);
        assertThat(Integer.parseInt(probe.run(TASK, Deadline.in(Duration.ofMillis(900)))
                        .measurement()
                        .message()))
                .isBetween(400, 900);
    }

    @ParameterizedTest
    @CsvSource({"0, 1, 60, 3000", "2, 1, 60, 9000", "2, 1, 5, 5000", "0, 1, 1, 1000"})
    void isLimitedByItsAttemptsAndTheTask(int retries, double interval, int taskTimeout, long limitMs) {
        PreparedProbe probe = new PreparedProbe(
                new Scripted(deadline -> measured("success")),
                new RetryPolicy(retries, Duration.ofMillis(Math.round(interval * 1_000))),
                List.of());

        assertThat(probe.limit(Duration.ofSeconds(taskTimeout)).toMillis()).isEqualTo(limitMs);
    }

    @Test
    void makesAFaultOfOursAnError() {
        ProbeResult result = run(3, 0, deadline -> {
            throw new IllegalStateException("broken");
        });

        assertThat(result.outcome()).isEqualTo(Outcome.ERROR);
        assertThat(result.measurement().message()).contains("internal fault", "broken");
        assertThat(result.attempts()).isEqualTo(1);
    }

    @Test
    void makesAnInterruptionATimeout() {
        assertThat(run(0, 0, deadline -> {
                            throw new InterruptedException();
                        })
                        .outcome())
                .isEqualTo(Outcome.TIMEOUT);
    }

    @Test
    void isInterruptedInThePauseAsWell() {
        Thread.currentThread().interrupt();
        ProbeResult result = run(1, 60, deadline -> measured("failed"));

        assertThat(result.outcome()).isEqualTo(Outcome.TIMEOUT);
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void takesTheProbesOwnDurationForASingleAttempt() {
        ProbeResult once = run(0, 0, deadline -> new Measurement(Outcome.SUCCESS, null, "", new JsonObject(), 42));
        ProbeResult twice = run(1, 0.01, deadline -> new Measurement(Outcome.FAILED, null, "", new JsonObject(), 42));

        assertThat(once.durationNanos()).isEqualTo(42);
        assertThat(twice.durationNanos()).isGreaterThan(10_000_000);
    }

    @Test
    void itsResultComesBackFromDisk() {
        ProbeResult result = new ProbeResult(
                "01J",
                "7",
                "http",
                "t",
                5,
                Instant.parse("2026-11-24T01:02:03.000456Z"),
                123L,
                2,
                List.of("w"),
                new Measurement(Outcome.FAILED, Phase.FIRST_BYTE, "m", new JsonObject().put("a", 1.5)));
        ProbeResult bare =
                new ProbeResult("01K", "8", "ping", "t", null, Instant.EPOCH, 1L, 1, List.of(), Measurement.error("e"));

        for (ProbeResult written : List.of(result, bare)) {
            assertThat(ProbeResult.fromJson(new JsonObject(written.toJson().encode())))
                    .isEqualTo(written);
        }
    }

    private static Measurement measured(String outcome) {
        return new Measurement(Outcome.fromWireName(outcome), null, outcome, new JsonObject());
    }

    private static ProbeResult run(int retries, double intervalSeconds, Attempt attempt) {
        RetryPolicy policy = new RetryPolicy(retries, Duration.ofNanos(Math.round(intervalSeconds * 1e9)));
        return new PreparedProbe(new Scripted(attempt), policy, List.of())
                .run(TASK, Deadline.in(Duration.ofSeconds(100)));
    }
}
