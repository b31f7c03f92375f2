package io.dialer.agent.system;

import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Members of a cluster that share the tasks of one agent, with the backend that gets their results. */
final class ClusterRig implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final int STEPS = 6;

    private final Path folder;
    private final int tasks;
    private final int interval;
    final Receiver backend;
    final List<ClusterMember> members = new ArrayList<>();
    private final MachineNoise noise = MachineNoise.listen();

    /** A rig whose tasks connect to the backend. */
    ClusterRig(Path folder, Receiver backend, int tasks, int interval) {
        this.folder = folder;
        this.backend = backend.withTcpTasks(tasks, backend.address());
        this.tasks = tasks;
        this.interval = interval;
        backend.tasks.forEach(task -> task.put("interval", interval));
    }

    /** The first of ten that are free; below those that the system gives to connections, which would take them meanwhile. */
    static int portForTen() {
        return ThreadLocalRandom.current()
                .ints(10_000, 30_000)
                .filter(first -> IntStream.range(first, first + 10).allMatch(ClusterRig::isFree))
                .findFirst()
                .orElseThrow();
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }

    JsonObject config(JsonObject cluster) {
        return AgentProcess.config("shared", backend.url()).put("cluster", cluster);
    }

    ClusterMember start(String name, JsonObject config, String... before) throws IOException {
        ClusterMember member = ClusterMember.start(folder, name, config, List.of(before));
        members.add(member);
        return member;
    }

    /** Waits until every member knows all of them, and each task has one of them. */
    void awaitAllOwned() {
        await().atMost(PATIENCE)
                .until(() -> members.stream()
                                .allMatch(member -> member.activeMembers().size() == members.size())
                        && owned() == tasks);
    }

    int owned() {
        return members.stream().mapToInt(ClusterMember::tasks).sum();
    }

    ClusterMember leader() {
        return members.stream().filter(ClusterMember::leads).findFirst().orElseThrow();
    }

    ClusterMember follower() {
        return members.stream().filter(member -> !member.leads()).findFirst().orElseThrow();
    }

    StartTimes starts() {
        return new StartTimes(backend.arrivals, interval);
    }

    /**
     * With the runs that members who were killed kept for their next start. A result that the backend has and whose
     * killed member did not hear of it stands there as well.
     */
    StartTimes startsWith(List<ClusterMember> killed) {
        Map<String, Receiver.Arrival> byId = new HashMap<>();
        killed.forEach(member -> member.outbox().waiting().forEach(run -> byId.put(run.resultId(), run)));
        backend.arrivals.forEach(run -> byId.put(run.resultId(), run));
        return new StartTimes(byId.values(), interval);
    }

    /** First runs are spread, and the grid begins half an interval to one and a half after them. */
    void settle() {
        runFor(3.0 * interval);
    }

    /**
     * What a machine that stood still since then may add to a time, in seconds. To notice that a member has gone and to take
     * its tasks over is a row of steps, in several processes: each may meet a pause as long as the longest that was seen.
     */
    double slackSince(double from) {
        return STEPS * noise.worstSecondsSince(from);
    }

    /** What the members that are there complain of, for whoever reads why a test failed. */
    String complaints() {
        return members.stream()
                .map(member -> member.name + ":\n"
                        + member.agent
                                .output()
                                .lines()
                                .filter(line -> line.contains(" WARN ") || line.contains("a member of the cluster"))
                                .filter(line -> !line.contains("task failed"))
                                .collect(Collectors.joining("\n")))
                .collect(Collectors.joining("\n"));
    }

    static void runFor(double seconds) {
        double end = StartTimes.now() + seconds;
        await().atMost(PATIENCE).until(() -> StartTimes.now() >= end);
    }

    @Override
    public void close() {
        members.forEach(ClusterMember::close);
        noise.close();
        backend.close();
    }
}
