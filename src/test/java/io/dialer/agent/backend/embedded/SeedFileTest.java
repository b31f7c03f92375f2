package io.dialer.agent.backend.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.dialer.agent.testing.Waiting;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class SeedFileTest {
    private static final String ONE = "[{\"id\": 1, \"type\": \"tcp\", \"target\": \"a:1\", \"interval\": 5}]";

    @TempDir
    Path folder;

    private final Vertx vertx = Vertx.vertx();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private TaskStore store;
    private Path file;

    @BeforeEach
    void listen() {
        log.start();
        ((Logger) LoggerFactory.getLogger(SeedFile.class)).addAppender(log);
        file = folder.resolve("seeds.json");
        store = new TaskStore(vertx, folder.resolve("tasks.json"), () -> {});
        Waiting.on(store.open());
    }

    @AfterEach
    void close() {
        ((Logger) LoggerFactory.getLogger(SeedFile.class)).detachAppender(log);
        Waiting.on(vertx.close());
    }

    @Test
    void takesTheFileInAtTheStartAndFollowsItsChanges() throws Exception {
        Files.writeString(file, ONE);
        watch();
        assertThat(store.book().tasks()).containsOnlyKeys("1");

        Files.writeString(file, ONE.replace("a:1", "b:2"));

        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(store.book().tasks().values())
                        .extracting(task -> task.getString("target"))
                        .containsExactly("b:2"));
    }

    @Test
    void followsAFileThatIsReplacedByRenaming() throws Exception {
        Files.writeString(file, ONE);
        watch();

        Path beside = Files.writeString(folder.resolve("beside"), ONE.replace("\"id\": 1", "\"id\": 2"));
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);

        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(store.book().tasks()).containsOnlyKeys("2"));
    }

    @Test
    void aBrokenFileChangesNothingAndIsSaidOnceWithLineAndField() throws Exception {
        Files.writeString(file, ONE);
        watch();
        String place = "line 1, column %d: [0].interval".formatted(ONE.indexOf("5}") + 1);

        Files.writeString(file, ONE.replace("5}", "\"soon\"}"));

        await().atMost(Duration.ofSeconds(10)).until(() -> said(place) == 1);
        Files.writeString(file, ONE.replace("5}", "5"));
        await().atMost(Duration.ofSeconds(10)).until(() -> said("is not JSON") == 1);
        assertThat(said(place)).isEqualTo(1);
        assertThat(store.book().tasks()).containsOnlyKeys("1");
    }

    @Test
    void aFileThatVanishesChangesNothing() throws Exception {
        Files.writeString(file, ONE);
        watch();

        Files.delete(file);

        await().atMost(Duration.ofSeconds(10)).until(() -> said("is not there") == 1);
        assertThat(store.book().tasks()).containsOnlyKeys("1");
    }

    @Test
    void startsWithoutAFileAndTakesItWhenItComes() throws Exception {
        watch();
        assertThat(store.book().tasks()).isEmpty();

        Files.writeString(file, ONE);

        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(store.book().tasks()).containsOnlyKeys("1"));
    }

    private void watch() {
        Waiting.on(new SeedFile(vertx, file, store, () -> "2026-11-23T21:00:00.000000", () -> true).watch());
    }

    private long said(String text) {
        return log.list.stream()
                .filter(event -> String.valueOf(event.getKeyValuePairs()).contains(text))
                .count();
    }
}
