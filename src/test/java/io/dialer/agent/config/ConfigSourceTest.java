package io.dialer.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.dialer.agent.testing.Waiting;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigSourceTest {
    private final Vertx vertx = Vertx.vertx();

    @TempDir
    private Path folder;

    @AfterEach
    void closeVertx() {
        Waiting.on(vertx.close());
    }

    @Test
    void readsAFile() throws IOException {
        Path file = Files.writeString(folder.resolve("a.json"), "{\"config_version\": 2, \"agent_id\": \"bük\"}");
        assertThat(Waiting.on(ConfigSource.ofFile(vertx, file).load()).config().agentId())
                .isEqualTo("bük");
    }

    @Test
    void namesAFileThatIsNotThere() {
        Path file = folder.resolve("absent.json");
        assertThat(Waiting.forFailureOf(ConfigSource.ofFile(vertx, file).load()))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(file + ": cannot be read: ");
    }

    @Test
    void refusesAnEmptyFile() throws IOException {
        Path file = Files.createFile(folder.resolve("empty.json"));
        assertThat(Waiting.forFailureOf(ConfigSource.ofFile(vertx, file).load()))
                .hasMessage(file + ": is empty; allowed: a JSON object");
    }
}
