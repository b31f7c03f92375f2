package io.dialer.agent.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tasks that are nowhere, each run once by the API: every type. */
class TryIT {
    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    @Test
    void runsAWholeTaskOfEachTypeAndStoresNothing() throws Exception {
        int port = Ports.free();
        Path scripts = Files.createDirectories(folder.resolve("scripts"));
        Path script = Files.writeString(scripts.resolve("check"), "#!/bin/sh\necho \"OK | load=1\"\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path plugins = Files.createDirectories(folder.resolve("plugins"));
        Files.writeString(plugins.resolve("greeting.py"), """
                PLUGIN_NAME = "greeting"
                def execute(task):
                    return {"status": "success", "message": "hello " + task["target"]}
                """);
        JsonObject config = AgentProcess.config("tried", "embedded")
                .put("auth_required", false)
                .put("console", new JsonObject().put("port", port))
                .put("exec", new JsonObject().put("allowed_dirs", new JsonArray().add(scripts.toString())))
                .put("plugins_dir", plugins.toString())
                .put(
                        "embedded",
                        new JsonObject()
                                .put(
                                        "tasks",
                                        Files.writeString(folder.resolve("t.json"), "[]")
                                                .toString()));
        JsonObject step = new JsonObject().put("name", "front").put("request", new JsonObject().put("url", "/"));
        try (Targets targets = new Targets();
                AgentProcess agent = AgentProcess.start(folder, config);
                Api api = new Api(port, null)) {
            await().atMost(SOON).until(api::ready);
            Map<String, JsonObject> tasks = Map.of(
                    "http", task("http", targets.http("/"), new JsonObject()),
                    "tcp", task("tcp", targets.open(), new JsonObject()),
                    "ping", task("ping", "127.0.0.1", new JsonObject().put("count", 1)),
                    "api", task("api", targets.http(""), new JsonObject().put("steps", new JsonArray().add(step))),
                    "exec", task("exec", script.toString(), new JsonObject()),
                    "greeting", task("greeting", "world", new JsonObject()));
            for (Map.Entry<String, JsonObject> task : tasks.entrySet()) {
                Api.Answer answer = api.call("POST", "/api/agent/try", task.getValue());
                assertThat(answer.status()).as(task.getKey()).isEqualTo(200);
                assertThat(answer.body().getString("outcome"))
                        .as("%s", answer.body())
                        .isEqualTo("success");
                assertThat(answer.body().getString("type")).isEqualTo(task.getKey());
            }
            Api.Answer noTls =
                    api.call("POST", "/api/agent/try", task("tls", targets.open(), new JsonObject().put("timeout", 1)));
            assertThat(noTls.body().getString("failed_phase"))
                    .as("%s", noTls.body())
                    .isEqualTo("tls");
            Api.Answer unknown = api.call("POST", "/api/agent/try", task("telepathy", "x", new JsonObject()));
            assertThat(unknown.body().getString("outcome")).isEqualTo("error");

            assertThat(api.get("/api/agent/tasks").body().getInteger("total")).isZero();
            assertThat(api.get("/api/agent/results").body().getJsonArray("list"))
                    .isEmpty();
            assertThat(api.get("/api/v1/results").total()).isZero();
            assertThat(agent.output()).doesNotContain(" ERROR ");
        }
    }

    private static JsonObject task(String type, String target, JsonObject config) {
        return new JsonObject().put("type", type).put("target", target).put("config", config);
    }
}
