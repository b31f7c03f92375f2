package io.dialer.agent.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Members of a cluster on this host share the tasks of one agent, come, go and die. */
class ClusterIT {
    /** Four members on two cores: the short run is to be a test of the cluster and not of the machine. */
    private static final int TASKS = Scale.pick(1_200, 3_000);

    private static final int INTERVAL = 5;
    /** On two cores a fourth JVM that starts holds the others up. */
    private static final double SLACK = 2;

    @TempDir
    private Path folder;

    private ClusterRig rig;
    private JsonObject cluster;

    @BeforeEach
    void startThree() throws Exception {
        rig = new ClusterRig(folder, Receiver.ofBatches(), TASKS, INTERVAL);
        cluster = new JsonObject().put("name", "shared").put("port", ClusterRig.portForTen());
        for (String name : List.of("a", "b", "c")) {
            rig.start(name, rig.config(cluster));
        }
        rig.awaitAllOwned();
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void tasksAreSharedAndMoveWithoutAGapOrARepeat() throws Exception {
        rig.settle();
        double from = StartTimes.now();
        ClusterRig.runFor(4 * INTERVAL);
        List<Integer> shares = rig.members.stream().map(ClusterMember::tasks).toList();
        StartTimes starts = said("three members, shares " + shares, from);
        // Each share is a sum of as many draws as there are tasks: four standard deviations, 10 % of a third with
        // 3,000.
        double spread = 4 * Math.sqrt(2 * TASKS / 9.0);
        assertThat(shares)
                .allSatisfy(
                        share -> assertThat(share.doubleValue()).isBetween(TASKS / 3.0 - spread, TASKS / 3.0 + spread));
        assertThat(starts.tasks()).isEqualTo(TASKS);
        assertThat(rig.members.stream().filter(ClusterMember::leads)).hasSize(1);
        JsonObject heartbeat = rig.backend.lastHeartbeat();
        assertThat(heartbeat.getJsonArray("members")).hasSize(3);
        assertThat(heartbeat.getJsonObject("task_status").getInteger("total_tasks"))
                .isEqualTo(TASKS);

        joins();
        leaves(rig.follower());
        dies(rig.follower(), "a member");
        dies(rig.leader(), "the leader");
    }

    @Test
    void twoThatDieAtOnceAreReplacedByTheThird() throws Exception {
        rig.settle();
        ClusterMember left = rig.follower();
        double from = StartTimes.now();
        List<ClusterMember> dying =
                rig.members.stream().filter(member -> member != left).toList();
        rig.members.removeAll(dying);
        long killedAt = System.nanoTime();
        for (ClusterMember member : dying) {
            member.agent.signal("KILL");
        }
        ownedAgainSince(killedAt, dying, "two were killed", from);
    }

    private void joins() throws Exception {
        double from = StartTimes.now();
        long handedBefore = handedOver();
        ClusterMember fourth = rig.start("d", rig.config(cluster));
        rig.awaitAllOwned();
        ClusterRig.runFor(2 * INTERVAL);
        int moved = fourth.tasks();
        said("a fourth joined and has " + moved, from);
        assertThat(moved).isBetween(1, TASKS * 3 / 10);
        await().atMost(ClusterRig.PATIENCE).until(() -> handedOver() - handedBefore == moved);
    }

    private void leaves(ClusterMember leaving) throws Exception {
        double from = StartTimes.now();
        rig.members.remove(leaving);
        assertThat(leaving.agent.terminate(30)).isZero();
        rig.awaitAllOwned();
        ClusterRig.runFor(2 * INTERVAL);
        said("one left on SIGTERM", from);
        assertThat(leaving.agent.output()).doesNotContain(" ERROR ").doesNotContain("could not be handed over");
    }

    private void dies(ClusterMember dying, String who) throws Exception {
        double from = StartTimes.now();
        rig.members.remove(dying);
        long killedAt = System.nanoTime();
        dying.agent.kill();
        ownedAgainSince(killedAt, List.of(dying), who + " was killed", from);
    }

    private void ownedAgainSince(long killedAt, List<ClusterMember> killed, String what, double from) {
        await().atMost(ClusterRig.PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> rig.owned() == TASKS);
        double after = (System.nanoTime() - killedAt) / 1e9;
        ClusterRig.runFor(3 * INTERVAL);
        double to = StartTimes.now() - INTERVAL / 2.0;
        StartTimes starts = rig.startsWith(killed);
        double slack = rig.slackSince(from);
        System.out.printf(
                "ClusterIT: %s: all tasks owned again after %.2f s, %d runs, %d doubled, longest silence %.2f s (slack %.2f s)%n",
                what, after, starts.runs(from, to), starts.doubled(from, to), starts.longestSilence(from, to), slack);
        assertThat(after).isLessThan(2 + slack);
        assertThat(starts.longestSilence(from, to)).isLessThan(INTERVAL + 2 + slack);
    }

    private StartTimes said(String what, double from) {
        double to = StartTimes.now() - INTERVAL / 2.0;
        StartTimes starts = rig.starts();
        System.out.printf(
                "ClusterIT: %s: %d runs, %d doubled, longest silence %.2f s%n",
                what, starts.runs(from, to), starts.doubled(from, to), starts.longestSilence(from, to));
        assertThat(starts.doubled(from, to)).as(rig::complaints).isZero();
        assertThat(starts.longestSilence(from, to))
                .as(rig::complaints)
                .isLessThan(INTERVAL + SLACK + rig.slackSince(from));
        return starts;
    }

    private long handedOver() {
        return rig.members.stream()
                .flatMap(member -> member.get("/api/agent/members").stream())
                .mapToLong(body -> body.getJsonArray("members").stream()
                        .map(JsonObject.class::cast)
                        .filter(member -> member.getString("node_id").equals(body.getString("self")))
                        .mapToLong(member -> member.getJsonObject("moves").getLong("handed_over"))
                        .sum())
                .sum();
    }
}
