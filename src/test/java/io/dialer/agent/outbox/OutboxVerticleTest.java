package io.dialer.agent.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.dialer.agent.bus.DeadLetterCommand.Action;
import io.dialer.agent.bus.DeliveryReply.Verdict;
import io.dialer.agent.bus.OutboxStatus;
import io.dialer.agent.testing.Results;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutboxVerticleTest {
    @TempDir
    private Path folder;

    @Test
    void deliversEveryResultOnceAndForgetsIt() {
        try (OutboxRig rig = rig(Verdict.ACCEPTED)) {
            List<String> ids = publish(rig, "a", 300);
            untilStatus(rig, status -> status.delivered() == 300 && status.depth() == 0);
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
            untilStatus(rig, status -> status.dead() == 2 && status.depth() == 0);
            assertThat(rig.dead(Action.LIST, null).letters())
                    .allSatisfy(letter -> assertThat(letter.reason()).isEqualTo("refused with 400: as scripted"))
                    .extracting("resultId", "taskId")
                    .contains(tuple("r1", "a"));

            rig.backend.nowSays(Verdict.ACCEPTED);
            assertThat(rig.dead(Action.RETRY, "r1").affected()).isEqualTo(1);
            untilStatus(rig, status -> status.delivered() == 1 && status.depth() == 0);
            assertThat(rig.backend.acceptedIds()).containsExactly("r1");
            assertThat(rig.dead(Action.PURGE, null).affected()).isEqualTo(1);
            assertThat(rig.status()).isEqualTo(new OutboxStatus(0, 0, 0, 0, 0, 1));
            assertThat(rig.dead(Action.LIST, null).letters()).isEmpty();
        }
    }

    @Test
    void keepsEverythingWhileTheTokenIsRefused() {
        try (OutboxRig rig = rig(Verdict.UNAUTHORIZED)) {
            publish(rig, "a", 20);
            await().until(() -> rig.backend.asked().size() >= 5);
            assertThat(rig.status().depth()).isEqualTo(20);
            assertThat(rig.status().dead()).isZero();
            rig.backend.nowSays(Verdict.ACCEPTED);
            untilStatus(rig, status -> status.delivered() == 20 && status.depth() == 0);
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
            untilStatus(rig, status -> status.delivered() == published[0] && status.depth() == 0);
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
            List<String> ofA = publish(rig, "a", 200);
            List<String> ofB = publish(rig, "b", 200);
            await().until(() -> rig.backend.asked().size() >= 6);
            assertThat(rig.status().depth()).isEqualTo(400);
            rig.backend.nowSays(Verdict.ACCEPTED);
            untilStatus(rig, status -> status.delivered() == 400 && status.depth() == 0);
            assertThat(rig.backend.acceptedIdsOf("a")).isEqualTo(ofA);
            assertThat(rig.backend.acceptedIdsOf("b")).isEqualTo(ofB);
        }
    }

    @Test
    void repeatsAnUnansweredPostTwiceAndThenGivesItUp() {
        try (OutboxRig rig = rig(Verdict.UNANSWERED)) {
            rig.publish("a", "a1");
            untilStatus(rig, status -> status.dead() == 1);
            assertThat(rig.backend.askedFor("a1")).isEqualTo(3);
            assertThat(rig.dead(Action.LIST, null).letters().getFirst().reason())
                    .isEqualTo("sent 3 times without an answer: as scripted");
        }
    }

    @Test
    void deliversAfterARestartWhatWasCommittedFreshResultsFirst() {
        List<String> old;
        try (OutboxRig rig = rig(Verdict.UNREACHABLE)) {
            old = publish(rig, "a", 600);
            untilStatus(rig, status -> status.depth() == 600);
        }
        try (OutboxRig rig = rig(Verdict.UNREACHABLE)) {
            assertThat(rig.status().depth()).isEqualTo(600);
            rig.publish("a", "new");
            untilStatus(rig, status -> status.depth() == 601);
            rig.backend.nowSays(Verdict.ACCEPTED);
            untilStatus(rig, status -> status.depth() == 0);
            assertThat(rig.backend.acceptedIds().indexOf("new")).isLessThan(20);
            assertThat(rig.backend.acceptedIds())
                    .filteredOn(id -> !id.equals("new"))
                    .isEqualTo(old);
        }
    }

    @Test
    void dropsTheOldestBeyondMaxRows() {
        try (OutboxRig rig = new OutboxRig(file(), "{'outbox': {'max_rows': 50}}", result -> Verdict.UNREACHABLE)) {
            List<String> ids = publish(rig, "a", 120);
            untilStatus(rig, status -> status.depth() == 50);
            assertThat(rig.status().dropped()).isEqualTo(70);
            rig.backend.nowSays(Verdict.ACCEPTED);
            untilStatus(rig, status -> status.depth() == 0);
            assertThat(rig.backend.acceptedIds()).containsSequence(ids.subList(71, 120));
            assertThat(rig.status().delivered()).isBetween(50L, 51L);
        }
    }

    @Test
    void dropsWhatIsOlderThanMaxAge() {
        try (OutboxRig rig = new OutboxRig(file(), "{'outbox': {'max_age': '1h'}}", result -> Verdict.UNREACHABLE)) {
            Instant old = Instant.now().minus(Duration.ofHours(2));
            rig.publish(Results.startedAt("a", "old", old));
            rig.publish("b", "young");
            untilStatus(rig, status -> status.dropped() == 1);
            assertThat(rig.status().depth()).isEqualTo(1);
            assertThat(rig.status().oldestAgeSeconds()).isLessThan(60);
        }
    }

    @Test
    void dropsTheOldestBeyondMaxBytes() {
        try (OutboxRig rig =
                new OutboxRig(file(), "{'outbox': {'max_bytes': '1MiB'}}", result -> Verdict.UNREACHABLE)) {
            publish(rig, "a", 8_000);
            untilStatus(rig, status -> status.dropped() > 0 && status.depth() + status.dropped() == 8_000);
            assertThat(rig.status().depth()).isGreaterThan(1_000);
        }
    }

    @Test
    void storesAndSendsNothingInShadowMode() {
        try (OutboxRig rig = new OutboxRig(file(), "{'backend': {'deliver': false}}", result -> Verdict.ACCEPTED)) {
            publish(rig, "a", 10);
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

    private static List<String> publish(OutboxRig rig, String taskId, int count) {
        List<String> ids =
                IntStream.range(0, count).mapToObj(number -> taskId + number).toList();
        ids.forEach(id -> rig.publish(taskId, id));
        return ids;
    }

    private static void untilStatus(OutboxRig rig, Predicate<OutboxStatus> condition) {
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(20))
                .until(rig::status, condition);
    }
}
