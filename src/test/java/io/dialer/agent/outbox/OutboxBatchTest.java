package io.dialer.agent.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dialer.agent.bus.DeadLetterCommand.Action;
import io.dialer.agent.bus.DeliveryReply.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutboxBatchTest {
    @TempDir
    private Path folder;

    @Test
    void sendsBatchesWhereTheBackendTakesThemAndKeepsEachTasksOrder() {
        try (OutboxRig rig = rig(Verdict.UNREACHABLE)) {
            List<String> ofA = rig.publishMany("a", 700);
            List<String> ofB = rig.publishMany("b", 700);
            rig.untilStatus(status -> status.depth() == 1_400);
            rig.backend.takesBatches();
            rig.backend.nowSays(Verdict.ACCEPTED);
            rig.untilStatus(status -> status.delivered() == 1_400 && status.depth() == 0);
            assertThat(rig.backend.acceptedIdsOf("a")).isEqualTo(ofA);
            assertThat(rig.backend.acceptedIdsOf("b")).isEqualTo(ofB);
            assertThat(rig.backend.posts()).contains(ParcelSize.MOST_ROWS);
        }
    }

    @Test
    void repeatsAnUnansweredBatchForeverBecauseTheBackendKnowsRepeats() {
        try (OutboxRig rig = rig(Verdict.UNANSWERED)) {
            rig.backend.takesBatches();
            rig.publishMany("a", 10);
            await().until(() -> rig.backend.asked().size() > 20);
            assertThat(rig.status().dead()).isZero();
            rig.backend.nowSays(Verdict.ACCEPTED);
            rig.untilStatus(status -> status.delivered() == 10 && status.depth() == 0);
        }
    }

    @Test
    void buriesARefusedResultOfABatchAloneAndTheOthersAreDelivered() {
        assertPoisonIsBuried(Verdict.REFUSED, false);
    }

    @Test
    void findsTheResultThatFailsWholeBatches() {
        assertPoisonIsBuried(Verdict.SERVER_ERROR, true);
    }

    @Test
    void findsTheResultForWhichWholeBatchesAreRefused() {
        assertPoisonIsBuried(Verdict.BATCH_REFUSED, true);
    }

    @Test
    void goesOnResultByResultWhereNothingTakesBatchesAnyMore() {
        try (OutboxRig rig = rig(Verdict.UNREACHABLE)) {
            rig.publishMany("a", 50);
            rig.untilStatus(status -> status.depth() == 50);
            rig.backend.takesBatches();
            rig.backend.refusesBatchesWith = 404;
            rig.backend.nowSays(Verdict.ACCEPTED);
            rig.untilStatus(status -> status.delivered() == 50 && status.depth() == 0);
            assertThat(rig.status().dead()).isZero();
        }
    }

    @Test
    void halvesBatchesThatDoNotGetThroughBecauseOfTheirSize() {
        try (OutboxRig rig = rig(Verdict.UNREACHABLE)) {
            rig.publishMany("a", 1_000);
            rig.untilStatus(status -> status.depth() == 1_000);
            rig.backend.takesBatches();
            rig.backend.largestBatch = 40;
            rig.backend.largerOnesAre = Verdict.UNREACHABLE;
            rig.backend.nowSays(Verdict.ACCEPTED);
            rig.untilStatus(status -> status.delivered() == 1_000 && status.depth() == 0);
            assertThat(rig.backend.posts())
                    .filteredOn(size -> size > 10 && size <= 40)
                    .as("most go in batches")
                    .hasSizeGreaterThan(15);
        }
    }

    @Test
    void aResultWithoutAnAnswerOfItsOwnDelaysNoOther() {
        try (OutboxRig rig = new OutboxRig(
                file(), "{}", result -> result.taskId().equals("bad") ? Verdict.UNREACHABLE : Verdict.ACCEPTED)) {
            rig.backend.wholeBatchesFail = true;
            rig.backend.takesBatches();
            for (int task = 0; task < 300; task++) {
                rig.publish(task == 150 ? "bad" : "good " + task, "r" + task);
            }
            rig.untilStatus(status -> status.delivered() == 299 && status.depth() == 1);
            rig.publishMany("more", 100);
            rig.untilStatus(status -> status.delivered() == 399 && status.depth() == 1);
            assertThat(rig.status().dead()).isZero();
        }
    }

    @Test
    void countsABatchOfWhichNothingIsTakenAsAFailure() {
        try (OutboxRig rig = rig(Verdict.SERVER_ERROR)) {
            rig.backend.takesBatches();
            rig.publishMany("a", 300);
            rig.publishMany("b", 300);
            await().until(() -> rig.backend.posts().size() > 60);
            assertThat(rig.status().dead()).isZero();
            rig.backend.nowSays(Verdict.ACCEPTED);
            rig.untilStatus(status -> status.delivered() == 600 && status.depth() == 0);
        }
    }

    @Test
    void halvesBatchesThatAreTooLarge() {
        try (OutboxRig rig = rig(Verdict.UNREACHABLE)) {
            rig.publishMany("a", 400);
            rig.untilStatus(status -> status.depth() == 400);
            rig.backend.takesBatches();
            rig.backend.largestBatch = 30;
            rig.backend.nowSays(Verdict.ACCEPTED);
            rig.untilStatus(status -> status.delivered() == 400 && status.depth() == 0);
            assertThat(rig.backend.posts()).anyMatch(size -> size > 10 && size <= 30);
        }
    }

    private void assertPoisonIsBuried(Verdict verdict, boolean wholeBatchesFail) {
        try (OutboxRig rig =
                new OutboxRig(file(), "{}", result -> result.taskId().equals("bad") ? verdict : Verdict.ACCEPTED)) {
            rig.backend.wholeBatchesFail = wholeBatchesFail;
            rig.backend.takesBatches();
            for (int task = 0; task < 300; task++) {
                rig.publish(task % 100 == 50 ? "bad" : "good " + task, "r" + task);
            }
            int[] more = {0};
            await().pollInterval(Duration.ofMillis(5)).until(() -> {
                rig.publish("good", "g" + more[0]++);
                return rig.status().dead() == 3;
            });
            rig.untilStatus(status -> status.delivered() == 297 + more[0] && status.depth() == 0);
            assertThat(rig.dead(Action.LIST, null).letters())
                    .extracting("resultId")
                    .containsExactlyInAnyOrder("r50", "r150", "r250");
        }
    }

    private Path file() {
        return folder.resolve("outbox.db");
    }

    private OutboxRig rig(Verdict verdict) {
        return new OutboxRig(file(), "{}", result -> verdict);
    }
}
