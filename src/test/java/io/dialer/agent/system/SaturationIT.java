package io.dialer.agent.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Far more work than workers: nothing piles up, everything is counted, and the log says what would do. */
class SaturationIT {
    @TempDir
    Path folder;

    @Test
    void countsWhatItCannotRunAndSaysHowManyWorkersWouldDo() throws Exception {
        try (ContractBackend backend = ContractBackend.start();
                Targets targets = new Targets()) {
            for (int id = 1; id <= 200; id++) {
                backend.addTask(id, "http", targets.http("/?delay_ms=500"), 5, new JsonObject(), "book");
            }
            JsonObject config = AgentProcess.config("book", backend.url())
                    .put("thread_pool", new JsonObject().put("max_workers", 4).put("queue_size_limit", 20));
            try (AgentProcess agent = AgentProcess.start(folder, config)) {
                await().atMost(Duration.ofSeconds(40))
                        .until(() -> agent.output().contains("the pool is too small"));

                JsonObject heartbeat = backend.lastHeartbeat();
                assertThat(heartbeat.getJsonObject("thread_pool").getInteger("active_threads"))
                        .isEqualTo(4);
                assertThat(heartbeat.getJsonObject("thread_pool").getInteger("pending_tasks"))
                        .isBetween(1, 20);
                assertThat(heartbeat.getJsonObject("queue").getInteger("rejected"))
                        .isPositive();
                assertThat(heartbeat.getJsonObject("queue").getInteger("limit")).isEqualTo(20);
                Matcher needed = Pattern.compile("workers_needed=\"(\\d+)\"").matcher(agent.output());
                assertThat(needed.find()).isTrue();
                // 200 tasks of half a second every five seconds keep twenty workers busy.
                assertThat(Integer.parseInt(needed.group(1))).isBetween(18, 26);
            }
        }
    }
}
