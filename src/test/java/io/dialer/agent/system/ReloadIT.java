package io.dialer.agent.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Changes of the configuration under load: each has its effect, and no run is lost or doubled. */
class ReloadIT {
    private static final int TCP_TASKS = 500;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final double EIGHT_HOURS = 8 * 3600;

    @TempDir
    Path folder;

    private final Targets targets = new Targets();

    @Test
    void eachKeyHasItsEffectWhileFiveHundredProbesASecondGoOn() throws Exception {
        int port = Ports.free();
        JsonObject http = new JsonObject().put("timeout", 5);
        try (Receiver first = Receiver.ofBatches()
                        .withTcpTasks(TCP_TASKS, targets.open())
                        .withTasks(1, "http", targets.http("/"), http);
                Receiver second = Receiver.ofBatches()
                        .withTcpTasks(TCP_TASKS, targets.open())
                        .withTasks(1, "http", targets.http("/"), http);
                Api api = new Api(port, null);
                Api withToken = new Api(port, "console-2");
                ReloadRig rig = new ReloadRig("ReloadIT", folder, config(first, port))) {
            await().atMost(PATIENCE).until(() -> first.distinct() > 3 * TCP_TASKS);

            pool(rig, first, api);
            link(rig, first);
            results(rig, first);
            logs(rig);
            rig.change("console.token", "console-1");
            rig.sees("console.token", () -> api.get("/api/agent/status").status() == 401);
            rig.change("console.token", "console-2");
            rig.sees(
                    "console.token again",
                    () -> withToken.get("/api/agent/status").status() == 200);
            mistakesAndRestarts(rig, first, withToken);

            rig.change("server_url", second.url());
            rig.sees("server_url", () -> second.distinct() > 0 && !second.heartbeats.isEmpty());
            int before = second.distinct();
            await().atMost(PATIENCE).until(() -> second.distinct() > before + 2 * TCP_TASKS);
            assertThat(rig.agent.terminate(30)).isZero();
            rig.summary();
            nothingLostOrDoubled(first, second);
        }
    }

    private static JsonObject config(Receiver receiver, int port) {
        JsonObject config = AgentProcess.config("book", receiver.url())
                .put("heartbeat_interval", 30)
                .put("task_sync_interval", 30)
                .put("report_interval", 60);
        return config.put("console", new JsonObject().put("port", port));
    }

    private static void pool(ReloadRig rig, Receiver receiver, Api api) throws Exception {
        rig.change("thread_pool.max_workers", 4);
        rig.sees("thread_pool.max_workers", () -> workers(receiver) == 4);
        rig.change("thread_pool.max_workers", 256);
        rig.sees("thread_pool.max_workers again", () -> workers(receiver) == 256);
        rig.change("thread_pool.queue_size_limit", 2_000);
        rig.sees(
                "thread_pool.queue_size_limit",
                () -> receiver.lastHeartbeat().getJsonObject("queue").getInteger("limit") == 2_000);
        assertThat(api.get("/api/agent/status").body().getJsonObject("config").getInteger("reloads"))
                .isEqualTo(3);
    }

    private static void link(ReloadRig rig, Receiver receiver) throws Exception {
        int heartbeats = receiver.heartbeats.size();
        rig.change("heartbeat_interval", 1);
        rig.sees("heartbeat_interval", () -> receiver.heartbeats.size() >= heartbeats + 3);
        int fetches = receiver.taskFetches.get();
        rig.change("task_sync_interval", 1);
        // Fetching may take a tenth of the time, and the first fetch is slow.
        rig.sees("task_sync_interval", Duration.ofSeconds(20), () -> receiver.taskFetches.get() > fetches);
        rig.change("api_token", "token-2");
        rig.sees("api_token", () -> receiver.lastAuthorization.equals("Bearer token-2"));
        rig.change("auth_required", false);
        rig.sees("auth_required", () -> receiver.lastAuthorization.isEmpty());
        rig.change("agent_area", "elsewhere");
        rig.sees(
                "agent_area",
                () -> receiver.lastResult.getString("agent_area").equals("elsewhere")
                        && registered(receiver, "elsewhere"));
        rig.change("agent_id", "chapter");
        rig.sees(
                "agent_id",
                () -> receiver.lastResult.getString("agent_id").equals("chapter") && registered(receiver, "chapter"));
    }

    private static boolean registered(Receiver receiver, String word) {
        return receiver.registrations.stream()
                .reduce((one, other) -> other)
                .orElseThrow()
                .encode()
                .contains(word);
    }

    private static void results(ReloadRig rig, Receiver receiver) throws Exception {
        rig.change("language", "zh");
        rig.sees(
                "language",
                () -> receiver.lastResult.getString("message").codePoints().anyMatch(Character::isIdeographic));
        rig.change("backend.response_time_unit", "ms");
        rig.sees("backend.response_time_unit", () -> inMilliseconds(receiver.lastResult));
        double before = startedSeconds(receiver.lastResult);
        rig.change("backend.timezone", "+08:00");
        rig.sees("backend.timezone", () -> startedSeconds(receiver.lastResult) - before > EIGHT_HOURS - 3600);
        rig.change("backend.timezone", null);
        rig.sees("backend.timezone again", () -> startedSeconds(receiver.lastResult) - before < EIGHT_HOURS - 3600);
        rig.change("probes.http", new JsonObject().put("valid_status_codes", new JsonArray().add("404")));
        rig.sees(
                "probes.http",
                () -> receiver.lastHeartbeat().getJsonObject("task_status").getInteger("failed_tasks") == 1);
        rig.change("probes.http", null);
        rig.sees(
                "probes.http again",
                () -> receiver.lastHeartbeat().getJsonObject("task_status").getInteger("failed_tasks") == 0);
    }

    private static boolean inMilliseconds(JsonObject result) {
        double milliseconds = result.getJsonObject("details").getDouble("response_time");
        return Math.abs(result.getDouble("response_time") - milliseconds) < 1e-6;
    }

    private static double startedSeconds(JsonObject result) {
        return new Receiver.Arrival(0, "", "", result.getString("created_at"), Instant.now()).startedSeconds();
    }

    private void logs(ReloadRig rig) throws Exception {
        rig.change("report_interval", 1);
        rig.sees("report_interval", () -> rig.said("pool status") > 0);
        rig.change("logging.log_mode", "DEBUG");
        rig.sees("logging.log_mode", () -> rig.said(" DEBUG ") > 0);
        rig.change("logging.log_mode", "INFO");
        rig.change("logging.log_name", "other");
        rig.sees("logging.log_name", () -> Files.exists(folder.resolve("logs/other.log")));
    }

    private static void mistakesAndRestarts(ReloadRig rig, Receiver receiver, Api api) throws Exception {
        rig.write("{\"thread_pool\": {\"max_workers\": ");
        rig.sees("a refusal", () -> status(api).getString("refusal") != null);
        rig.sees(
                "a refusal in the heartbeat",
                () -> receiver.lastHeartbeat().getJsonObject("config").getBoolean("refused"));
        int before = receiver.distinct();
        await().atMost(PATIENCE).until(() -> receiver.distinct() > before + 2 * TCP_TASKS);
        assertThat(rig.said("the configuration is refused; the running one stays"))
                .isEqualTo(1);
        rig.repair();
        rig.sees("the refusal's end", () -> status(api).getString("refusal") == null);
        assertThat(rig.said("the configuration is valid again")).isEqualTo(1);

        rig.change("console.port", 1);
        rig.sees(
                "restart_required",
                () -> status(api).getJsonArray("restart_required").contains("console.port"));
        assertThat(rig.said("take effect at the next start")).isEqualTo(1);
        assertThat(workers(receiver)).isEqualTo(256);
    }

    private static JsonObject status(Api api) throws Exception {
        return api.get("/api/agent/status").body().getJsonObject("config");
    }

    private static int workers(Receiver receiver) {
        return receiver.lastHeartbeat()
                .getJsonObject("thread_pool", new JsonObject())
                .getInteger("max_workers", 0);
    }

    /** Every run that the pool has completed came once, and each task has one for every second of its time. */
    private static void nothingLostOrDoubled(Receiver first, Receiver second) {
        JsonObject last = second.lastHeartbeat();
        assertThat(last.getString("status")).isEqualTo("draining");
        JsonObject queue = last.getJsonObject("queue");
        List<Receiver.Arrival> arrivals =
                Stream.of(first, second).flatMap(one -> one.arrivals.stream()).toList();
        Set<String> ids = arrivals.stream().map(Receiver.Arrival::resultId).collect(Collectors.toSet());
        int completed = last.getJsonObject("thread_pool").getInteger("completed_tasks");
        StartTimes starts = new StartTimes(arrivals, 1, ReloadIT::trueStart);
        StartTimes.Grid grid = starts.grid();
        System.out.printf(
                "ReloadIT: %d runs completed, %d results of %d tasks received, %d at both backends, %d repeats, %s, queue %s,"
                        + " lateness %s%n",
                completed,
                ids.size(),
                starts.tasks(),
                first.distinct() + second.distinct() - ids.size(),
                first.repeats.get() + second.repeats.get(),
                grid,
                queue,
                last.getJsonObject("lateness_ms"));
        assertThat(queue.getInteger("rejected")).isZero();
        assertThat(ids).hasSize(completed);
        assertThat(first.distinct() + second.distinct()).isEqualTo(completed);
        assertThat(starts.tasks()).isEqualTo(TCP_TASKS + 1);
        assertThat(grid.doubled()).isZero();
        // On a machine that stands still for a second a run is skipped: each is counted, and a reload costs none.
        assertThat(grid.missing()).isLessThanOrEqualTo(queue.getLong("skipped"));
        assertThat(queue.getInteger("skipped")).isLessThan(TCP_TASKS / 2);
    }

    /** For a while the agent told the time of another zone. */
    private static double trueStart(Receiver.Arrival result) {
        return result.ageSeconds() < -EIGHT_HOURS / 2 ? result.startedSeconds() - EIGHT_HOURS : result.startedSeconds();
    }

    @Test
    void aPoolThatIsFullShrinksAndGrows() throws Exception {
        JsonObject options = new JsonObject().put("timeout", 5);
        try (Receiver receiver = Receiver.ofBatches().withTasks(400, "http", targets.http("/?delay_ms=900"), options);
                ReloadRig rig = new ReloadRig("ReloadIT", folder, AgentProcess.config("book", receiver.url()))) {
            await().atMost(PATIENCE).until(() -> workers(receiver) == 64 && active(receiver) == 64);
            rig.change("thread_pool.max_workers", 4);
            rig.sees("64 to 4", Duration.ofSeconds(5), () -> workers(receiver) == 4 && active(receiver) == 4);
            rig.change("thread_pool.max_workers", 256);
            rig.sees("4 to 256", Duration.ofSeconds(5), () -> workers(receiver) == 256 && active(receiver) == 256);
            assertThat(rig.agent.terminate(30)).isZero();
            int completed =
                    receiver.lastHeartbeat().getJsonObject("thread_pool").getInteger("completed_tasks");
            System.out.printf(
                    "ReloadIT: full pool, %d runs completed, %d results received, %d repeats%n",
                    completed, receiver.distinct(), receiver.repeats.get());
            assertThat(receiver.distinct()).isEqualTo(completed);
        }
    }

    private static int active(Receiver receiver) {
        return receiver.lastHeartbeat()
                .getJsonObject("thread_pool", new JsonObject())
                .getInteger("active_threads", 0);
    }
}
