package io.dialer.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** With {@code -Ddocs.write=true} the files are written instead. */
class ConfigDocumentsTest {
    private static final Path DOCS = Path.of("docs");
    private static final boolean WRITE = Boolean.getBoolean("docs.write");

    @Test
    void thePageSaysWhatTheAgentReads() throws IOException {
        holds(DOCS.resolve("configuration.md"), ConfigDocuments.page());
    }

    @Test
    void theSchemaSaysWhatTheAgentReads() throws IOException {
        holds(DOCS.resolve("agent_config.schema.json"), ConfigDocuments.schema().encodePrettily() + "\n");
    }

    @Test
    void everyKeyHasASentenceAndAVariableOfItsOwn() {
        List<ConfigKey> keys = ConfigSections.keys();
        assertThat(keys)
                .hasSizeGreaterThan(40)
                .allSatisfy(key -> assertThat(key.sentence()).matches("[A-Z`].*\\."));
        assertThat(keys.stream().map(ConfigKey::variable)).doesNotHaveDuplicates();
    }

    @Test
    void theShippedFileHoldsKnownKeysOnly() throws IOException {
        JsonObject shipped = new JsonObject(Files.readString(Path.of("conf", "agent_config.json")));
        assertThat(new AgentConfigReader("conf/agent_config.json", Map.of())
                        .read(shipped)
                        .warnings())
                .isEmpty();
    }

    private static void holds(Path file, String wanted) throws IOException {
        if (WRITE) {
            Files.createDirectories(DOCS);
            Files.writeString(file, wanted);
        }
        assertThat(file)
                .as("fresh; to write it anew: mvn test -Dtest=ConfigDocumentsTest -Ddocs.write=true")
                .content()
                .isEqualTo(wanted);
    }
}
