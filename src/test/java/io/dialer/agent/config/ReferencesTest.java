package io.dialer.agent.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReferencesTest {
    private static final Map<String, String> ENVIRONMENT = Map.of("AREA", "guang$1zhou", "EMPTY", "");

    @TempDir
    private Path folder;

    @Test
    void fillsInVariablesAnywhereInAText() {
        assertThat(read("\"agent_area\": \"in ${env:AREA}${env:EMPTY}!\"").agentArea())
                .isEqualTo("in guang$1zhou!");
    }

    @Test
    void fillsInFilesWithoutTheirLastLineBreak() throws IOException {
        Path file = Files.writeString(folder.resolve("token"), "s3cret\n");
        AgentConfig config = read("\"api_token\": \"${file:" + file + "}\"");
        assertThat(Objects.requireNonNull(config.apiToken()).reveal()).isEqualTo("s3cret");
        assertThat(config.toString()).doesNotContain("s3cret").contains("***");
    }

    @Test
    void fillsInInsideSectionsAndLists() {
        assertThat(read("\"probes\": {\"http\": {\"headers\": [\"${env:AREA}\"], \"none\": null}}")
                        .probeDefaults("http")
                        .getJsonArray("headers"))
                .containsExactly("guang$1zhou");
    }

    @Test
    void leavesOtherDollarsAlone() {
        assertThat(read("\"agent_area\": \"${other:x} $HOME ${env\"").agentArea())
                .isEqualTo("${other:x} $HOME ${env");
    }

    @Test
    void neverShowsWhatAReferenceBroughtNorAPasswordInAUrl() {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> read("\"heartbeat_interval\": \"${env:AREA}\""))
                .withMessageContaining("heartbeat_interval: \"***\" is not allowed")
                .withMessageNotContaining("zhou");
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> read("\"server_url\": \"http://user:hunter2@backend\""))
                .withMessageContaining("server_url")
                .withMessageNotContaining("hunter2");
    }

    private static AgentConfig read(String keys) {
        return new AgentConfigReader("a.json", ENVIRONMENT)
                .read("{\"config_version\": 2, " + keys + "}")
                .config();
    }
}
