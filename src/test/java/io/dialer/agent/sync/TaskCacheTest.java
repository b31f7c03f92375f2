package io.dialer.agent.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.dialer.agent.bus.TaskAssignment;
import io.dialer.agent.probe.ProbeTask;
import io.dialer.agent.probe.SystemVariable;
import io.dialer.agent.probe.TaskReader;
import io.dialer.agent.testing.Waiting;
import io.vertx.core.Future;
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
        TaskAssignment last = new TaskAssignment(
                List.of(TASK),
                List.of(new SystemVariable("$a", "1", true, 7), new SystemVariable("$b", "2", false, null)));
        Waiting.on(cache().write(owner("book"), of()));
        Waiting.on(cache().write(owner("book"), last));
        assertThat(Waiting.on(cache().read(owner("book")))).isEqualTo(last);
    }

    @Test
    void keepsNoTaskThatIsBroken() {
        ProbeTask broken = TaskReader.read(new JsonObject("{\"id\": 2}")).orElseThrow();
        Waiting.on(cache().write(owner("book"), of(broken, TASK)));
        assertThat(Waiting.on(cache().read(owner("book"))).tasks()).containsExactly(TASK);
    }

    @Test
    void doesNotUseTheListOfAnotherAgent() {
        Waiting.on(cache().write(owner("book"), of(TASK)));
        assertThat(Waiting.on(cache().read(owner("boo"))).tasks()).isEmpty();
    }

    @Test
    void holdsWhatWasWrittenLastWhenWritesCrowd() {
        TaskCache cache = cache();
        Future<Void> first = cache.write(owner("book"), of(TASK));
        Future<Void> second = cache.write(owner("other"), of(TASK));
        Waiting.on(first);
        Waiting.on(second);
        assertThat(Waiting.on(cache().read(owner("other"))).tasks()).containsExactly(TASK);
    }

    @Test
    void isEmptyWithoutAFile() {
        assertThat(Waiting.on(cache().read(owner("book"))).tasks()).isEmpty();
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
        assertThat(Waiting.on(cache().read(owner("book"))).tasks()).isEmpty();
    }

    private static TaskAssignment of(ProbeTask... tasks) {
        return new TaskAssignment(List.of(tasks), List.of());
    }

    private TaskCache cache() {
        return new TaskCache(vertx, file());
    }

    private static TaskCache.Owner owner(String agentId) {
        return new TaskCache.Owner(agentId, "u");
    }

    private Path file() {
        return folder.resolve("tasks-cache.json");
    }
}
