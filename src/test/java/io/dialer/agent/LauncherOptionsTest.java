package io.dialer.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LauncherOptionsTest {
    @TempDir
    private Path folder;

    @Test
    void writesOptionsAsEveryLauncherReadsThemAndDropsTheVerticlesName() {
        List<String> words = List.of("--Cluster-Port=5", "io.dialer.agent.AgentVerticle", "-CLUSTER", "-options", "{}");
        assertThat(LauncherOptions.APPLICATION.read(words))
                .containsExactly("-cluster-port", "5", "-cluster", "-options", "{}");
    }

    @Test
    void takesPropertiesForTheLegacyLauncherOnly() {
        assertThat(LauncherOptions.RUN.read(List.of("-Da=b"))).containsExactly("-Da=b");
        assertRefused(LauncherOptions.APPLICATION, List.of("-Da=b"), "unknown argument -Da=b");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        -conf a.json                           | unknown argument -conf
        -cluster=yes                           | unknown argument -cluster=yes
        -redeploy x                            | unknown argument -redeploy
        other.Verticle                         | unknown argument other.Verticle
        io.dialer.agent.AgentVerticle io.dialer.agent.AgentVerticle | unknown argument io.dialer.agent.AgentVerticle
        -cluster-host                          | -cluster-host needs a value
        -instances two                         | -instances: two is not a whole number
        -options {"eventLoopPoolSize"        | -options: Unexpected end-of-input
        """)
    void refusesWhatALauncherWouldStumbleOver(String words, String expected) {
        assertRefused(LauncherOptions.RUN, List.of(words.split(" ")), expected);
    }

    @Test
    void looksIntoAFileOfOptions() throws IOException {
        Path good = Files.writeString(folder.resolve("good.json"), "{\"eventLoopPoolSize\": 16}");
        Path bad = Files.writeString(folder.resolve("bad.json"), "{\"eventLoopPoolSize\": -1}");
        assertThat(LauncherOptions.START.read(List.of("-options", good.toString())))
                .containsExactly("-options", good.toString());
        assertRefused(
                LauncherOptions.START, List.of("-options", bad.toString()), "-options: eventLoopPoolSize must be");
    }

    private static void assertRefused(LauncherOptions options, List<String> words, String expected) {
        assertThatExceptionOfType(CommandLine.Misuse.class)
                .isThrownBy(() -> options.read(words))
                .withMessageStartingWith(expected);
    }
}
