package io.dialer.agent.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.ContextInitializer;
import io.dialer.agent.testing.Configurations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class LoggingSetupTest {
    private static final Logger LOG = LoggerFactory.getLogger(LoggingSetupTest.class);

    @TempDir
    private Path folder;

    @AfterEach
    void restore() throws Exception {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        new ContextInitializer(context).autoConfig();
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "false"})
    void writesToTheNamedFileWithAndWithoutRotation(String rotation) throws IOException {
        apply("'log_rotation': " + rotation);
        LOG.info("hello");
        assertThat(lines(1)).singleElement().asString().contains(" INFO ").endsWith(" LoggingSetupTest - hello ");
        assertThat(folder.resolve("agent.log")).exists();
    }

    @Test
    void writesAnEventOnOneLineWhateverAValueHolds() throws IOException {
        apply("'log_mode': 'INFO'");
        LOG.atInfo()
                .addKeyValue("target", "a\r\nb\nERROR forged")
                .addKeyValue("n", 3)
                .log("broken\nmessage");
        LOG.info("next");
        List<String> lines = lines(2);
        assertThat(lines.getFirst()).contains("broken message").contains("target=\"a b ERROR forged\" n=\"3\"");
        assertThat(lines.getLast()).contains("next");
    }

    @Test
    void leavesAwayWhatIsBelowItsLevel() throws IOException {
        apply("'log_mode': 'WARNING'");
        LOG.debug("no");
        LOG.info("no");
        LOG.warn("yes");
        LOG.error("yes");
        assertThat(lines(2)).hasSize(2).allSatisfy(line -> assertThat(line).contains("yes"));
    }

    private void apply(String keys) {
        LoggingSetup.apply(Configurations.of("{'logging': {'log_path': '%s', %s}}".formatted(folder, keys))
                .logging());
    }

    private List<String> lines(int atLeast) throws IOException {
        Path file = folder.resolve("agent.log");
        await().until(() -> Files.readAllLines(file).size() >= atLeast);
        return Files.readAllLines(file);
    }
}
