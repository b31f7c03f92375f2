package io.dialer.agent.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A disk of 20 MB that is full, down to the last byte, and is freed: probing and heartbeats go on, and it heals. */
class FullDiskIT {
    private static final Logger LOG = LoggerFactory.getLogger(FullDiskIT.class);
    private static final String DRAINED = "drained";
    private static final String CLOSED = "outbox closed";
    private static final int RESULTS_A_SECOND = 500;
    private static final int FILLED_BEFORE = 10 << 20;
    private static final int HELD_IN_MEMORY = 10_000;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    Path folder;

    private Path disk;

    @SuppressWarnings("NullAway.Init") // mounted before each test
    FullDiskIT() {}

    @BeforeEach
    void mount() throws Exception {
        disk = Files.createDirectory(folder.resolve("disk"));
        boolean mounted = run("mount", "-t", "tmpfs", "-o", "size=20m", "tmpfs", disk.toString());
        if (!mounted) {
            LOG.warn("Test of the full disk left out: this user may not mount a tmpfs");
        }
        assumeTrue(mounted, "this user may not mount a tmpfs");
    }

    @AfterEach
    void unmount() throws Exception {
        run("umount", disk.toString());
    }

    @Test
    void probingGoesOnWhileNothingCanBeStoredAndEveryRunIsDeliveredOrCounted() throws Exception {
        try (Targets targets = new Targets();
                Receiver receiver = Receiver.ofBatches().withTcpTasks(RESULTS_A_SECOND, targets.open())) {
            receiver.mode = Receiver.Mode.ERROR_500;
            fill("filler", FILLED_BEFORE);
            JsonObject config = AgentProcess.config("book", receiver.url())
                    .put("auth_required", false)
                    .put("state_dir", disk.resolve("state").toString());
            try (AgentProcess agent = AgentProcess.start(folder, config)) {
                await().atMost(PATIENCE).until(() -> agent.output().contains("results cannot be stored"));
                fill("rest", 20 << 20);
                await().atMost(PATIENCE).until(() -> notStored(receiver) > 0);
                int depthWhenFull = receiver.outboxDepth();
                long lostWhenFull = notStored(receiver);
                long runsWhenFull = runs(receiver);
                int heartbeatsWhenFull = receiver.heartbeats.size();
                await().atMost(PATIENCE).until(() -> runs(receiver) > runsWhenFull + 3 * RESULTS_A_SECOND);
                assertThat(receiver.heartbeats.size()).as("heartbeats go on").isGreaterThan(heartbeatsWhenFull);

                receiver.mode = Receiver.Mode.WELL;
                await().atMost(PATIENCE).until(() -> receiver.distinct() >= depthWhenFull - HELD_IN_MEMORY);
                Files.delete(disk.resolve("rest"));
                Files.delete(disk.resolve("filler"));
                await().atMost(PATIENCE).until(() -> agent.output().contains("results are stored again"));
                await().atMost(PATIENCE)
                        .until(() -> receiver.outboxDepth() >= 0 && receiver.outboxDepth() < RESULTS_A_SECOND);
                long lost = notStored(receiver);
                long runsWhenHealed = runs(receiver);
                await().atMost(PATIENCE).until(() -> runs(receiver) > runsWhenHealed + 2 * RESULTS_A_SECOND);
                assertThat(notStored(receiver))
                        .as("nothing is lost once it is healed")
                        .isEqualTo(lost);
                assertThat(agent.terminate(30)).isZero();

                System.out.printf(
                        "FullDiskIT: full with %d waiting and %d lost, in the end %d runs, %d delivered, %d repeats,"
                                + " %d lost, %d left waiting at the stop; %d lines that say so%n",
                        depthWhenFull,
                        lostWhenFull,
                        said(agent, DRAINED, "completed"),
                        receiver.distinct(),
                        receiver.repeats.get(),
                        said(agent, CLOSED, "lost"),
                        said(agent, CLOSED, "waiting"),
                        linesOf(agent, "results cannot be stored"));
                long delivered = said(agent, CLOSED, "delivered");
                long waiting = said(agent, CLOSED, "waiting");
                assertThat(delivered + waiting + said(agent, CLOSED, "lost"))
                        .as("every run is delivered, waits, or is counted as lost")
                        .isEqualTo(said(agent, DRAINED, "completed"));
                // A post that nobody has answered by the end was perhaps taken, and waits all the same.
                assertThat((long) receiver.distinct())
                        .as("what came is what the agent knows to be delivered")
                        .isBetween(delivered, delivered + waiting);
                assertThat(linesOf(agent, "results cannot be stored")).isLessThanOrEqualTo(3);
                assertThat(receiver.repeats.get()).isZero();
            }
        }
    }

    private static long notStored(Receiver receiver) {
        return receiver.lastHeartbeat()
                .getJsonObject("outbox", new JsonObject())
                .getLong("not_stored", 0L);
    }

    private static long runs(Receiver receiver) {
        return receiver.lastHeartbeat()
                .getJsonObject("thread_pool", new JsonObject())
                .getLong("completed_tasks", 0L);
    }

    /** A field of the line that a part of the agent wrote when it stopped; the last heartbeat may be one second behind. */
    private static long said(AgentProcess agent, String line, String field) {
        Matcher said = Pattern.compile(line + ".* " + field + "=\"([0-9]+)\"").matcher(agent.output());
        assertThat(said.find()).as("%s with %s", line, field).isTrue();
        return Long.parseLong(said.group(1));
    }

    private static long linesOf(AgentProcess agent, String text) {
        return agent.output().lines().filter(line -> line.contains(text)).count();
    }

    /** As much as there is room for. */
    private void fill(String name, int bytes) throws IOException {
        try (OutputStream file = Files.newOutputStream(disk.resolve(name))) {
            for (int written = 0; written < bytes; written += 4096) {
                file.write(new byte[4096]);
            }
        } catch (IOException full) {
            LOG.debug("the disk is full", full);
        }
    }

    private static boolean run(String... command) throws Exception {
        return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor() == 0;
    }
}
