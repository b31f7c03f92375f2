package io.dialer.agent.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dialer.agent.probe.net.Certificates;
import io.netty.pkitesting.X509Bundle;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Members that hang, are cut off from each other, or have no way to the backend. */
class ClusterTroubleIT {
    private static final int TASKS = 300;
    private static final int INTERVAL = 2;
    /** A member that neither speaks nor closes its connections has gone after five seconds. */
    private static final int SILENCE = 5;

    @TempDir
    private Path folder;

    @Test
    void oneThatHangsIsReplacedAndGivesWayWhenItIsBack() throws Exception {
        try (ClusterRig rig = new ClusterRig(folder, Receiver.ofBatches(), TASKS, INTERVAL)) {
            int port = ClusterRig.portForTen();
            JsonArray all = new JsonArray();
            for (int member = 0; member < 3; member++) {
                all.add("127.0.0.1:" + (port + member));
            }
            for (int member = 0; member < 3; member++) {
                JsonObject cluster =
                        new JsonObject().put("name", "hang").put("members", all).put("port", port + member);
                ClusterMember started = rig.start("m" + member, rig.config(cluster));
                await().atMost(ClusterRig.PATIENCE)
                        .until(() -> started.agent.output().contains("console listening"));
            }
            rig.awaitAllOwned();
            rig.settle();
            // The eldest: so the others have to agree on a new one that decides who is a member, too.
            ClusterMember hung = rig.members.getFirst();
            double from = StartTimes.now();
            rig.members.remove(hung);
            hung.agent.signal("STOP");
            await().atMost(ClusterRig.PATIENCE).until(() -> rig.owned() == TASKS);
            double replaced = StartTimes.now() - from;
            ClusterRig.runFor(20 - replaced);
            hung.agent.signal("CONT");
            double back = StartTimes.now();
            rig.members.add(hung);
            rig.awaitAllOwned();
            double healed = StartTimes.now();
            ClusterRig.runFor(4 * INTERVAL);
            double to = StartTimes.now() - INTERVAL;
            StartTimes starts = rig.starts();
            System.out.printf(
                    "ClusterTroubleIT: one hung for 20 s: replaced after %.1f s, one owner %.1f s after it was back; doubled %d before, %d until then, %d after; longest silence %.2f s%n",
                    replaced,
                    healed - back,
                    starts.doubled(from, back),
                    starts.doubled(back, healed),
                    starts.doubled(healed + INTERVAL, to),
                    starts.longestSilence(from, to));
            assertThat(starts.longestSilence(from, to)).isLessThan(INTERVAL + SILENCE + 2 + rig.slackSince(from));
            assertThat(starts.doubled(from, back))
                    .as("at most one per task and interval")
                    .isLessThanOrEqualTo(TASKS * intervalsTouchedBy(back - from));
            assertThat(starts.doubled(back, healed)).isLessThanOrEqualTo(TASKS * intervalsTouchedBy(healed - back));
            assertThat(starts.doubled(healed + INTERVAL, to)).isZero();
        }
    }

    /** One at its beginning and one at its end are only partly in a span of time. */
    private static long intervalsTouchedBy(double seconds) {
        return Math.round(Math.floor(seconds / INTERVAL)) + 2;
    }

    @Test
    void bothSidesOfACutGoOnAndBecomeOneAgain() throws Exception {
        try (Namespaces namespaces = Namespaces.make(3);
                ClusterRig rig = in(namespaces, 3, JsonObject::copy)) {
            rig.awaitAllOwned();
            rig.settle();
            double from = StartTimes.now();
            namespaces.cut(1, 2);
            namespaces.cut(1, 3);
            await().atMost(ClusterRig.PATIENCE)
                    .until(() -> rig.members.get(0).tasks() == TASKS
                            && rig.members.get(1).tasks() + rig.members.get(2).tasks() == TASKS);
            double split = StartTimes.now() - from;
            ClusterRig.runFor(30 - split);
            namespaces.heal(1, 2);
            namespaces.heal(1, 3);
            double cutEnded = StartTimes.now();
            rig.awaitAllOwned();
            double healed = StartTimes.now();
            ClusterRig.runFor(5 * INTERVAL);
            double to = StartTimes.now() - INTERVAL;
            StartTimes starts = rig.starts();
            System.out.printf(
                    "ClusterTroubleIT: cut for 30 s: both sides run all after %.1f s, one owner %.1f s after its end; doubled %d meanwhile, %d after; longest silence %.2f s%n",
                    split,
                    healed - cutEnded,
                    starts.doubled(from, healed),
                    starts.doubled(healed + INTERVAL, to),
                    starts.longestSilence(from, to));
            assertThat(starts.doubled(from, healed)).as("both sides probe").isGreaterThan(TASKS);
            assertThat(starts.doubled(healed + INTERVAL, to)).isZero();
            assertThat(starts.longestSilence(from, to)).isLessThan(INTERVAL + SILENCE + 2 + rig.slackSince(from));
            assertThat(rig.members.stream().filter(ClusterMember::leads)).hasSize(1);
        }
    }

    @Test
    void oneWithoutAWayToTheBackendSendsByAnother() throws Exception {
        try (Namespaces namespaces = Namespaces.make(2);
                ClusterRig rig = in(namespaces, 2, ClusterTroubleIT::secondWithoutGateway)) {
            namespaces.cutFromHost(2);
            ClusterMember seen = rig.members.get(0);
            await().atMost(ClusterRig.PATIENCE).until(() -> {
                int here = seen.tasks();
                return here < TASKS && here + seen.tasksOfTheOthers() == TASKS;
            });
            await().atMost(ClusterRig.PATIENCE).until(() -> rig.starts().tasks() == TASKS);
            int share = seen.tasksOfTheOthers();
            System.out.printf(
                    "ClusterTroubleIT: a member without a way to the backend has %d of %d tasks, results of all %d came%n",
                    share, TASKS, rig.starts().tasks());
            assertThat(share).isBetween(TASKS / 4, TASKS * 3 / 4);
            rig.settle();
            double from = StartTimes.now();
            ClusterRig.runFor(4 * INTERVAL);
            assertThat(rig.starts().longestSilence(from, StartTimes.now() - INTERVAL))
                    .isLessThan(INTERVAL + 1.0 + rig.slackSince(from));
        }
    }

    @Test
    void oneWithACertificateOfAnotherAuthorityIsNoMember() throws Exception {
        X509Bundle authority = Certificates.authority("CN=Members");
        int port = ClusterRig.portForTen();
        try (ClusterRig rig = new ClusterRig(folder, Receiver.ofBatches(), TASKS, INTERVAL)) {
            rig.start("a", rig.config(withTls("a", port, authority, authority)));
            rig.start("b", rig.config(withTls("b", port, authority, authority)));
            rig.awaitAllOwned();
            ClusterMember stranger =
                    rig.start("c", rig.config(withTls("c", port, Certificates.authority("CN=Strangers"), authority)));
            rig.members.remove(stranger);
            await().atMost(ClusterRig.PATIENCE)
                    .until(() -> stranger.agent.output().contains("agent started"));
            ClusterRig.runFor(2 * INTERVAL);
            assertThat(rig.members)
                    .allSatisfy(member -> assertThat(member.activeMembers()).hasSize(2));
            assertThat(rig.owned()).isEqualTo(TASKS);
            stranger.close();
        }
    }

    private JsonObject withTls(String name, int port, X509Bundle signer, X509Bundle trusted) throws Exception {
        X509Bundle own =
                Certificates.server(-1, 30).addExtendedKeyUsageClientAuth().buildIssuedBy(signer);
        JsonObject tls = new JsonObject()
                .put("cert_file", write(name + ".pem", own.getCertificatePathPEM()))
                .put("key_file", write(name + ".key", own.getPrivateKeyPEM()))
                .put("ca_file", write(name + "-ca.pem", trusted.getCertificatePEM()));
        return new JsonObject().put("name", "tls").put("port", port).put("tls", tls);
    }

    private String write(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content).toString();
    }

    private static JsonObject secondWithoutGateway(JsonObject config) {
        boolean second = config.getJsonObject("console").getString("host").endsWith(".2");
        return config.put("backend", new JsonObject().put("gateway", !second));
    }

    private ClusterRig in(Namespaces namespaces, int count, UnaryOperator<JsonObject> tweak) throws Exception {
        ClusterRig rig = new ClusterRig(folder, Receiver.ofBatchesAt(namespaces.host()), TASKS, INTERVAL);
        JsonObject cluster = new JsonObject().put("name", "cut").put("members", namespaces.addresses());
        for (int number = 1; number <= count; number++) {
            JsonObject config = rig.config(cluster)
                    .put(
                            "console",
                            new JsonObject()
                                    .put("host", namespaces.address(number))
                                    .put("port", 0)
                                    .put("token", ContractBackend.TOKEN));
            rig.start("m" + number, tweak.apply(config), namespaces.enter(number));
        }
        return rig;
    }
}
