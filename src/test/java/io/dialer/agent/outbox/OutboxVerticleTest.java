package io.dialer.agent.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.dialer.agent.bus.DeadLetterCommand.Action;
import io.dialer.agent.bus.DeliveryReply.Verdict;
import io.dialer.agent.bus.OutboxStatus;
import io.dialer.agent.testing.MovableClock;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutboxVerticleTest {
    @TempDir
    private Path folder;

    @Test
    void deliversEveryResultOnceAndForgetsIt() {
        try (OutboxRig rig = rig(Verdict.ACCEPTED)) {
            List<String> ids = rig.publishMany("a", 300);
            rig.untilStatus(status -> status.delivered() == 300 && status.depth() == 0);
            assertThat(rig.backend.acceptedIdsOf("a")).isEqualTo(ids);
            assertThat(rig.backend.asked()).hasSize(300);
            assertThat(rig.status()).isEqualTo(new OutboxStatus(0, 0, 0, 0, 0, 300));
        }
    }

    @Test
    void keepsWhatIsRefusedAsADeadLetterThatCanBeRetriedAndPurged() {
        try (OutboxRig rig = rig(Verdict.REFUSED)) {
            rig.publish("a", "r1");
            rig.publish("b", "r2");
            rig.untilStatus(status -> status.dead() == 2 && status.depth() == 0);
            assertThat(rig.dead(Action.LIST, null).letters())
                    .allSatisfy(letter -> assertThat(letter.reason()).isEqualTo("refused with 400: as scripted"))
                    .extracting("resultId", "taskId")
                    .contains(tuple("r1", "a"));

            rig.backend.nowSays(Verdict.ACCEPTED);
            assertThat(rig.dead(Action.RETRY, "r1").affected()).isEqualTo(1);
            rig.untilStatus(status -> status.delivered() == 1 && status.depth() == 0);
            assertThat(rig.backend.acceptedIds()).containsExactly("r1");
            assertThat(rig.dead(Action.PURGE, null).affected()).isEqualTo(1);
            assertThat(rig.status()).isEqualTo(new OutboxStatus(0, 0, 0, 0, 0, 1));
            assertThat(rig.dead(Action.LIST, null).letters()).isEmpty();
        }
    }

    @Test
    void keepsEverythingWhileTheTokenIsRefused() {
        try (OutboxRig rig = rig(Verdict.UNAUTHORIZED)) {
            rig.publishMany("a", 20);
            await().until(() -> rig.backend.asked().size() >= 5);
            assertThat(rig.status().depth()).isEqualTo(20);
            assertThat(rig.status().dead()).isZero();
            rig.backend.nowSays(Verdict.ACCEPTED);
            rig.untilStatus(status -> status.delivered() == 20 && status.depth() == 0);
        }
    }

    @Test
    void givesARowUpThatTheServerFailsOnTenTimesWhileOthersPass() {
        try (OutboxRig rig = new OutboxRig(
                file(), "{}", result -> result.resultId().equals("poison") ? Verdict.SERVER_ERROR : Verdict.ACCEPTED)) {
            rig.publish("bad", "poison");
            int[] published = {0};
            await().pollInterval(Duration.ofMillis(5)).until(() -> {
                rig.publish("good", "g" + published[0]++);
                return rig.status().dead() == 1;
            });
            assertThat(rig.backend.askedFor("poison")).isGreaterThanOrEqualTo(10);
            assertThat(rig.dead(Action.LIST, null).letters())
                    .singleElement()
                    .satisfies(letter ->
                            assertThat(letter.reason()).isEqualTo("server error 500 again and again: as scripted"));
            rig.untilStatus(status -> status.delivered() == published[0] && status.depth() == 0);
        }
    }

    @Test
    void keepsRowsThatTheServerFailsOnWhileNothingPasses() {
        try (OutboxRig rig = rig(Verdict.SERVER_ERROR)) {
            rig.publish("a", "a1");
            rig.publish("b", "b1");
            await().until(() -> rig.backend.askedFor("a1") > 15 && rig.backend.askedFor("b1") > 15);
            assertThat(rig.status().depth()).isEqualTo(2);
            assertThat(rig.status().dead()).isZero();
        }
    }

    @Test
    void deliversEverythingInOrderOnceTheBackendIsBack() {
        try (OutboxRig rig = rig(Verdict.UNREACHABLE)) {
            List<String> ofA = rig.publishMany("a", 200);
            List<String> ofB = rig.publishMany("b", 200);
            await().until(() -> rig.backend.asked().size() >= 6);
            assertThat(rig.status().depth()).isEqualTo(400);
            rig.backend.nowSays(Verdict.ACCEPTED);
            rig.untilStatus(status -> status.delivered() == 400 && status.depth() == 0);
            assertThat(rig.backend.acceptedIdsOf("a")).isEqualTo(ofA);
            assertThat(rig.backend.acceptedIdsOf("b")).isEqualTo(ofB);
        }
    }

    @Test
    void repeatsAnUnansweredPostTwiceAndThenGivesItUp() {
        try (OutboxRig rig = rig(Verdict.UNANSWERED)) {
            rig.publish("a", "a1");
            rig.untilStatus(status -> status.dead() == 1);
            assertThat(rig.backend.askedFor("a1")).isEqualTo(3);
            assertThat(rig.dead(Action.LIST, null).letters().getFirst().reason())
                    .isEqualTo("sent 3 times without an answer: as scripted");
        }
    }

    @Test
    void asksWhetherAnythingAnswersBeforeItSpendsAResultOnASilentBackend() {
        try (OutboxRig rig = rig(Verdict.UNANSWERED)) {
            rig.backend.answersLooks = false;
            for (int task = 0; task < 200; task++) {
                rig.publish("task " + task, "r" + task);
            }
            await().until(() -> rig.backend.looks.get() > 20);
            assertThat(rig.backend.asked())
                    .as("results that were sent into silence")
                    .hasSizeLessThan(10);
            rig.backend.nowSays(Verdict.ACCEPTED);
            rig.backend.answersLooks = true;
            rig.untilStatus(status -> status.delivered() == 200 && status.depth() == 0);
        }
    }

    @Test
    void buriesWhatTheDiskHasDamagedAndDeliversTheRest() throws Exception {
        try (OutboxRig rig = rig(Verdict.UNREACHABLE)) {
            rig.publishMany("a", 5);
            rig.untilStatus(status -> status.depth() == 5);
        }
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
                Statement statement = connection.createStatement()) {
            statement.execute("UPDATE pending SET body = substr(body, 1, 40) WHERE result_id = 'a2'");
        }
        try (OutboxRig rig = rig(Verdict.ACCEPTED)) {
            rig.untilStatus(status -> status.delivered() == 4 && status.depth() == 0);
            assertThat(rig.dead(Action.LIST, null).letters())
                    .singleElement()
                    .satisfies(letter -> assertThat(letter.reason()).startsWith("its stored form cannot be read: "));
        }
    }

    @Test
    void deliversAfterARestartWhatWasCommittedFreshResultsFirst() {
        List<String> old;
        try (OutboxRig rig = rig(Verdict.UNREACHABLE)) {
            old = rig.publishMany("a", 600);
            rig.untilStatus(status -> status.depth() == 600);
        }
        MovableClock later = new MovableClock();
        later.moveBy(Duration.ofMinutes(5));
        try (OutboxRig rig = new OutboxRig(file(), "{}", result -> Verdict.UNREACHABLE, later)) {
            assertThat(rig.status().depth()).isEqualTo(600);
            rig.publish("a", "new");
            rig.untilStatus(status -> status.depth() == 601);
            rig.backend.nowSays(Verdict.ACCEPTED);
            rig.untilStatus(status -> status.depth() == 0);
            assertThat(rig.backend.acceptedIds().indexOf("new")).isLessThan(20);
            assertThat(rig.backend.acceptedIds())
                    .filteredOn(id -> !id.equals("new"))
                    .isEqualTo(old);
        }
    }

    @Test
    void takesWhatItFindsOfTheLastMinuteForFreshAfterARestart() {
        MovableClock clock = new MovableClock();
        clock.moveBy(Duration.ofMinutes(-5));
        try (OutboxRig rig = new OutboxRig(file(), "{}", result -> Verdict.UNREACHABLE, clock)) {
            rig.publishMany("old", 300);
            rig.untilStatus(status -> status.depth() == 300);
            clock.moveBy(Duration.ofMinutes(5));
            rig.publishMany("young", 100);
            rig.untilStatus(status -> status.depth() == 400);
        }
        clock.moveBy(Duration.ofSeconds(30));
        try (OutboxRig rig = new OutboxRig(file(), "{}", result -> Verdict.ACCEPTED, clock)) {
            rig.untilStatus(status -> status.delivered() == 400);
            assertThat(rig.backend.acceptedIds().subList(0, 200))
                    .as("of the first two hundred three quarters are young, as far as there are any")
                    .filteredOn(id -> id.startsWith("young"))
                    .hasSizeGreaterThan(90);
        }
    }

    @Test
    void countsUnansweredPostsAcrossRestarts() {
        try (OutboxRig rig = rig(Verdict.UNANSWERED)) {
            rig.publish("a", "a1");
            await().until(() -> rig.backend.askedFor("a1") == 1);
            assertThat(rig.status().depth()).isEqualTo(1);
        }
        try (OutboxRig rig = rig(Verdict.UNANSWERED)) {
            rig.untilStatus(status -> status.dead() == 1);
            assertThat(rig.backend.askedFor("a1")).as("of three in all").isEqualTo(2);
        }
    }

    @Test
    void dropsNothingThatWasStoredWhileTheClockWasNotSet() {
        MovableClock clock = new MovableClock();
        Instant now = clock.instant();
        clock.moveBy(Duration.between(now, Instant.parse("1970-01-01T00:01:00Z")));
        try (OutboxRig rig = new OutboxRig(file(), "{}", result -> Verdict.UNREACHABLE, clock)) {
            rig.publishMany("a", 10);
            rig.untilStatus(status -> status.depth() == 10);
        }
        clock.moveBy(Duration.between(clock.instant(), now));
        try (OutboxRig rig = new OutboxRig(file(), "{}", result -> Verdict.ACCEPTED, clock)) {
            rig.untilStatus(status -> status.delivered() == 10 && status.depth() == 0);
            assertThat(rig.status().dropped()).isZero();
        }
    }

    @Test
    void dropsTheOldestBeyondMaxRows() {
        try (OutboxRig rig = new OutboxRig(file(), "{'outbox': {'max_rows': 50}}", result -> Verdict.UNREACHABLE)) {
            List<String> ids = rig.publishMany("a", 120);
            rig.untilStatus(status -> status.depth() == 50);
            assertThat(rig.status().dropped()).isEqualTo(70);
            rig.backend.nowSays(Verdict.ACCEPTED);
            rig.untilStatus(status -> status.depth() == 0);
            assertThat(rig.backend.acceptedIds()).containsSequence(ids.subList(71, 120));
            assertThat(rig.status().delivered()).isBetween(50L, 51L);
        }
    }

    @Test
    void dropsWhatIsOlderThanMaxAge() {
        try (OutboxRig rig = new OutboxRig(file(), "{'outbox': {'max_age': '1h'}}", result -> Verdict.UNREACHABLE)) {
            rig.publish("a", "old");
            rig.untilStatus(status -> status.depth() == 1);
            rig.clock.moveBy(Duration.ofMinutes(59));
            rig.publish("b", "young");
            rig.untilStatus(status -> status.depth() == 2);
            assertThat(rig.status().oldestAgeSeconds()).isBetween(3540.0, 3600.0);
            rig.clock.moveBy(Duration.ofMinutes(2));
            rig.untilStatus(status -> status.dropped() == 1);
            assertThat(rig.status().depth()).isEqualTo(1);
            assertThat(rig.status().oldestAgeSeconds()).isBetween(120.0, 180.0);
        }
    }

    @Test
    void dropsTheOldestBeyondMaxBytes() {
        try (OutboxRig rig =
                new OutboxRig(file(), "{'outbox': {'max_bytes': '1MiB'}}", result -> Verdict.UNREACHABLE)) {
            rig.publishMany("a", 8_000);
            rig.untilStatus(status -> status.dropped() > 0 && status.depth() + status.dropped() == 8_000);
            assertThat(rig.status().depth()).isGreaterThan(1_000);
        }
    }

    @Test
    void storesAndSendsNothingInShadowMode() {
        try (OutboxRig rig = new OutboxRig(file(), "{'backend': {'deliver': false}}", result -> Verdict.ACCEPTED)) {
            rig.publishMany("a", 10);
            assertThat(rig.status()).isEqualTo(OutboxStatus.EMPTY);
            assertThat(rig.dead(Action.RETRY, null).affected()).isZero();
        }
        assertThat(file()).doesNotExist();
    }

    private Path file() {
        return folder.resolve("outbox.db");
    }

    private OutboxRig rig(Verdict verdict) {
        return new OutboxRig(file(), "{}", result -> verdict);
    }
}
