package io.dialer.agent.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dialer.agent.AgentVerticle;
import io.dialer.agent.testing.Waiting;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The agent as a verticle of another Vert.x program, as {@code verticles.md} shows it. */
class HostProgramIT {
    @TempDir
    Path folder;

    @Test
    void anotherProgramDeploysTheAgentAndDrainsItByClosingVertx() throws Exception {
        try (ContractBackend backend = ContractBackend.start();
                Targets targets = new Targets()) {
            backend.addTask(1, "tcp", targets.open(), 1, new JsonObject(), "embedded-in-host");
            JsonObject config = AgentProcess.config("embedded-in-host", backend.url())
                    .put("state_dir", folder.resolve("data").toString())
                    .put(
                            "logging",
                            new JsonObject()
                                    .put("log_path", folder.resolve("logs").toString()));

            Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(12));
            Waiting.on(vertx.deployVerticle(new AgentVerticle(), new DeploymentOptions().setConfig(config)));
            await().atMost(Duration.ofSeconds(20)).until(() -> !backend.results.isEmpty());
            Waiting.on(vertx.close());

            assertThat(backend.lastHeartbeat().getString("status")).isEqualTo("draining");
            assertThat(Files.readString(folder.resolve("logs/agent.log")))
                    .contains("config=\"deployment configuration\"");
        }
    }
}
