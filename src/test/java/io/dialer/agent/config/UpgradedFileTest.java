package io.dialer.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.dialer.agent.testing.Waiting;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UpgradedFileTest {
    private static final String OLD = """
            {"agent_id": "book", "api_token": "${env:HOME}", "log_level": "DEBUG"}""";

    private final Vertx vertx = Vertx.vertx();

    @TempDir
    private Path folder;

    @AfterEach
    void closeVertx() {
        Waiting.on(vertx.close());
    }

    @Test
    void takesThePlaceOfTheOldOneWhichStaysBeside() throws IOException {
        Path file = old("rw-r-----");
        AgentConfigReader.Loaded loaded = load(file);

        assertThat(loaded.kept()).isEqualTo("written to the file; the old one is " + folder.resolve("agent.json.bak"));
        assertThat(folder.resolve("agent.json.bak")).content().isEqualTo(OLD);
        JsonObject written = new JsonObject(Files.readString(file));
        assertThat(written.getString("api_token")).as("references stay").isEqualTo("${env:HOME}");
        assertThat(written.getJsonObject("logging").getString("log_mode")).isEqualTo("DEBUG");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-r-----");
        assertNothingElseIsLeft(2);
    }

    @Test
    void changesNothingTheSecondTime() throws IOException {
        Path file = old("rw-------");
        AgentConfig first = load(file).config();
        String upgraded = Files.readString(file);
        AgentConfigReader.Loaded second = load(file);

        assertThat(second.upgrades()).isEmpty();
        assertThat(second.config()).isEqualTo(first);
        assertThat(file).content().isEqualTo(upgraded);
        assertNothingElseIsLeft(2);
    }

    @Test
    void aReadOnlyFileIsUpgradedInMemory() throws IOException {
        Path file = old("r--r--r--");
        AgentConfigReader.Loaded loaded = load(file);

        assertThat(loaded.kept()).startsWith("in memory only: ").contains("read-only");
        assertThat(loaded.config().serverUrl()).isEqualTo("http://localhost:5001");
        assertThat(file).content().isEqualTo(OLD);
        assertNothingElseIsLeft(1);
    }

    @Test
    void anOlderBackupStays() throws IOException {
        Path file = old("rw-------");
        Files.writeString(folder.resolve("agent.json.bak"), "{}");
        assertThat(load(file).kept()).endsWith("agent.json.bak2");
        assertThat(folder.resolve("agent.json.bak")).content().isEqualTo("{}");
        assertThat(folder.resolve("agent.json.bak2")).content().isEqualTo(OLD);
    }

    @Test
    void behindALinkTheFileItselfIsReplaced() throws IOException {
        Path file = old("rw-------");
        Path link = Files.createSymbolicLink(folder.resolve("link.json"), file.getFileName());
        load(link);
        assertThat(link).isSymbolicLink();
        assertThat(new JsonObject(Files.readString(file)).getInteger("config_version"))
                .isEqualTo(2);
    }

    @Test
    void aFileWithAMistakeStaysAsItIs() throws IOException {
        Path file = Files.writeString(folder.resolve("agent.json"), "{\"agent_id\": 7}");
        assertThat(Waiting.forFailureOf(ConfigSource.ofFile(vertx, file).load()))
                .hasMessage(file + ": line 1, column 14: agent_id: 7 is not allowed; allowed: a text");
        assertThat(file).content().isEqualTo("{\"agent_id\": 7}");
        assertNothingElseIsLeft(1);
    }

    private Path old(String permissions) throws IOException {
        Path file = Files.writeString(folder.resolve("agent.json"), OLD);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }

    private AgentConfigReader.Loaded load(Path file) {
        return Waiting.on(ConfigSource.ofFile(vertx, file).load());
    }

    private void assertNothingElseIsLeft(int files) throws IOException {
        try (var left = Files.list(folder)) {
            assertThat(left).hasSize(files);
        }
    }
}
