package io.dialer.agent.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dialer.agent.bus.DeliveryReply.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the outbox does when the configuration changes. */
class OutboxReloadTest {
    @TempDir
    private Path folder;

    @Test
    void dropsTheOldestDownToALoweredCap() {
        try (OutboxRig rig = rig("{}", Verdict.UNREACHABLE)) {
            rig.publishMany("a", 50);
            rig.untilStatus(status -> status.depth() == 50);
            rig.reconfigure("{'outbox': {'max_rows': 10}}");
            rig.untilStatus(status -> status.depth() == 10 && status.dropped() == 40);
        }
    }

    @Test
    void postsNoMoreAtOnceThanALoweredLimitAllows() {
        try (OutboxRig rig = rig("{'backend': {'concurrency': 8}}", Verdict.ACCEPTED)) {
            rig.publishMany("warm", 200);
            rig.untilStatus(status -> status.delivered() == 200);
            rig.backend.holds = true;
            for (int task = 0; task < 20; task++) {
                rig.publish("t" + task, "r" + task);
            }
            await().until(() -> rig.backend.held() == 8);
            rig.reconfigure("{'backend': {'concurrency': 2}}");
            rig.backend.letGo(7);
            AtomicInteger most = new AtomicInteger();
            await().during(Duration.ofMillis(300)).until(() -> {
                most.accumulateAndGet(rig.backend.held(), Math::max);
                return rig.backend.held() <= 2;
            });
            assertThat(most.get()).isEqualTo(2);
            rig.backend.holds = false;
            rig.backend.letGo(2);
            rig.untilStatus(status -> status.delivered() == 220);
        }
    }

    @Test
    void sendsAtOnceWhenItHasAnotherToken() {
        Duration longPause = Duration.ofMinutes(10);
        try (OutboxRig rig = new OutboxRig(
                folder.resolve("outbox.db"),
                "{}",
                result -> Verdict.UNAUTHORIZED,
                OutboxRig.unauthorizedFor(longPause))) {
            rig.publishMany("a", 5);
            rig.publishMany("b", 5);
            rig.publishMany("c", 5);
            await().until(() -> rig.backend.asked().size() >= 3);
            rig.backend.nowSays(Verdict.ACCEPTED);
            await().during(Duration.ofMillis(200))
                    .until(() -> rig.backend.acceptedIds().isEmpty());
            rig.reconfigure("{'auth_required': true, 'api_token': 'another'}");
            rig.untilStatus(status -> status.delivered() == 15 && status.depth() == 0);
        }
    }

    @Test
    void sendsSingleResultsToAnotherBackendUntilThatAnnouncesBatches() {
        try (OutboxRig rig = rig("{'server_url': 'http://one'}", Verdict.ACCEPTED)) {
            rig.backend.takesBatches();
            rig.publishMany("a", 100);
            rig.untilStatus(status -> status.delivered() == 100);
            assertThat(rig.backend.posts()).anyMatch(rows -> rows > 1);

            rig.reconfigure("{'server_url': 'http://another'}");
            rig.backend.posts().clear();
            rig.publishMany("b", 100);
            rig.untilStatus(status -> status.delivered() == 200);
            assertThat(rig.backend.posts()).containsOnly(1);
        }
    }

    private OutboxRig rig(String configuration, Verdict verdict) {
        return new OutboxRig(folder.resolve("outbox.db"), configuration, result -> verdict);
    }
}
