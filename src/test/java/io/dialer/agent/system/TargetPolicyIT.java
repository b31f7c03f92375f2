package io.dialer.agent.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a task of a backend, a run that is tried and a scrape may reach, and how a change of the rules takes effect. */
class TargetPolicyIT {
    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    @Test
    void theRulesHoldForTasksForTriedRunsAndForScrapesAndChangeWhileItRuns() throws Exception {
        int port = Ports.free();
        try (Targets targets = new Targets();
                Receiver receiver = Receiver.ofSingleResults()) {
            receiver.withTasks(1, "http", targets.http("/"), new JsonObject())
                    .withTasks(1, "http", "http://127.0.0.1:" + port + "/health/live", new JsonObject())
                    .withTasks(1, "tcp", "169.254.169.254:80", new JsonObject());
            Map<String, String> last = new ConcurrentHashMap<>();
            receiver.poison = result -> {
                last.put(result.getString("task_id"), result.getString("message"));
                return false;
            };
            Path modules = Files.writeString(folder.resolve("modules.yml"), "modules: {http_2xx: {prober: http}}");
            JsonObject config = AgentProcess.config("book", receiver.url())
                    .put("scrape", new JsonObject().put("blackbox_modules", modules.toString()))
                    .put("console", new JsonObject().put("port", port));
            try (ReloadRig rig = new ReloadRig("TargetPolicyIT", folder, config);
                    Api api = new Api(port, null)) {
                await().atMost(SOON).until(() -> last.size() == 3);
                assertThat(last.get("1")).contains("succeeded");
                assertThat(last.get("2")).contains("built-in rule: this agent's own console");
                assertThat(last.get("3")).contains("built-in rule: cloud metadata");

                Api.Answer tried = api.call(
                        "POST",
                        "/api/agent/try",
                        new JsonObject().put("type", "ping").put("target", "169.254.169.254"));
                assertThat(tried.body().getString("outcome")).isEqualTo("error");
                assertThat(tried.body().getString("message")).contains("cloud metadata");
                assertThat(api.text("/probe?module=http_2xx&target=169.254.169.254"))
                        .contains("probe_success 0");
                assertThat(api.text("/probe?module=http_2xx&target=169.254.169.254&debug=true"))
                        .contains("built-in rule: cloud metadata");

                rig.change(
                        "security",
                        new JsonObject()
                                .put(
                                        "targets",
                                        new JsonObject()
                                                .put("deny", new JsonArray().add("127.0.0.0/8"))
                                                .put("allow", new JsonArray().add("127.0.0.1:" + port))));
                await().atMost(SOON)
                        .until(() -> last.getOrDefault("1", "").contains("security.targets.deny: 127.0.0.0/8"));
                rig.change(
                        "security",
                        new JsonObject()
                                .put(
                                        "targets",
                                        new JsonObject().put("allow", new JsonArray().add("127.0.0.1:" + port))));
                await().atMost(SOON).until(() -> last.getOrDefault("1", "").contains("succeeded"));
                await().atMost(SOON).until(() -> last.getOrDefault("2", "").contains("succeeded"));
                assertThat(rig.agent.terminate(30)).isZero();
            }
        }
    }
}
