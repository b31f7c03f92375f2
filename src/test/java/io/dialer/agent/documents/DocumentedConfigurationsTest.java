package io.dialer.agent.documents;

import static org.assertj.core.api.Assertions.assertThat;

import io.dialer.agent.config.AgentConfigReader;
import io.dialer.agent.testing.Markdown;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every configuration in the documents, whole or a section of one, is taken without a warning. */
class DocumentedConfigurationsTest {
    @TempDir
    Path folder;

    static List<Markdown.Block> configurations() throws IOException {
        List<Markdown.Block> found = Markdown.all(Path.of("").toAbsolutePath()).stream()
                .flatMap(page -> page.blocks().stream())
                .filter(block -> block.language().equals("json") && !isOfTasks(block))
                .toList();
        assertThat(found).hasSizeGreaterThan(5);
        return found;
    }

    private static boolean isOfTasks(Markdown.Block block) {
        return block.text().startsWith("[") || new JsonObject(wrapped(block.text())).containsKey("type");
    }

    @ParameterizedTest
    @MethodSource("configurations")
    void areTakenWithoutAWarning(Markdown.Block block) throws IOException {
        JsonObject written = new JsonObject(wrapped(withFiles(block.text())));
        written.put("config_version", 2);

        Map<String, String> environment =
                block.text().contains("DIALER_TOKEN") ? Map.of("DIALER_TOKEN", "of-the-documents") : Map.of();
        AgentConfigReader reader = new AgentConfigReader(block.toString(), environment);

        assertThat(reader.read(written).warnings()).isEmpty();
    }

    /** A section of a configuration is shown without the braces around it. */
    private static String wrapped(String text) {
        return text.startsWith("{") ? text : "{" + text + "}";
    }

    /** Files that a reference names are there. */
    private String withFiles(String text) throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), "of-the-documents\n");
        return text.replaceAll("\\$\\{file:[^}]+\\}", "\\${file:" + secret + "}");
    }
}
