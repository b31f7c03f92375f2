package io.dialer.agent.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.dialer.agent.probe.ProbeTask;
import io.dialer.agent.probe.TaskReader;
import io.dialer.agent.testing.Waiting;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TaskCacheTest {
    private static final ProbeTask TASK = TaskReader.read(
                    new JsonObject("{\"id\": 1, \"type\": \"tcp\", \"target\": \"h:1\", \"interval\": 10}"))
            .orElseThrow();

    private final Vertx vertx = Vertx.vertx();

    @TempDir
    private Path folder;

    @AfterEach
    void closeVertx() {
        Waiting.on(vertx.close());
    }

    @Test
    void givesBackWhatWasWrittenLast() {
        Waiting.on(cache("book").write(List.of()));
        Waiting.on(cache("book").write(List.of(TASK)));
        assertThat(Waiting.on(cache("book").read())).containsExactly(TASK);
    }

    @Test
    void keepsNoTaskThatIsBroken() {
        ProbeTask broken = TaskReader.read(new JsonObject("{\"id\": 2}")).orElseThrow();
        Waiting.on(cache("book").write(List.of(broken, TASK)));
        assertThat(Waiting.on(cache("book").read())).containsExactly(TASK);
    }

    @Test
    void doesNotUseTheListOfAnotherAgent() {
        Waiting.on(cache("book").write(List.of(TASK)));
        assertThat(Waiting.on(cache("boo").read())).isEmpty();
    }

    @Test
    void isEmptyWithoutAFile() {
        assertThat(Waiting.on(cache("book").read())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "{\"agent_id\": 1}",
                "{\"agent_id\": \"book\", \"server_url\": \"u\", \"tasks\": 3}"
            })
    void isEmptyForABrokenFile(String content) throws IOException {
        Files.writeString(file(), content);
        assertThat(Waiting.on(cache("book").read())).isEmpty();
    }

    private TaskCache cache(String agentId) {
        return new TaskCache(vertx, file(), agentId, "u");
    }

    private Path file() {
        return folder.resolve("tasks-cache.json");
    }
}
