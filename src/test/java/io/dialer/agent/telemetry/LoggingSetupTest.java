package io.dialer.agent.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.ContextInitializer;
import io.dialer.agent.config.LoggingConfig;
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
    void aChangeOfTheFileOrItsKeepingLosesNoLine() throws IOException {
        apply("'log_name': 'first'");
        Thread writer = Thread.ofPlatform().start(() -> {
            for (int line = 0; line < 5_000; line++) {
                LOG.info("line {} of all", line);
            }
        });
        change("'log_name': 'second', 'max_history': 3");
        change("'log_name': 'second', 'log_rotation': false");
        await().until(() -> !writer.isAlive());
        LOG.info("the last");
        await().untilAsserted(() -> assertThat(content("second.log")).contains("the last"));
        assertThat((content("first.log") + content("second.log")).lines().filter(line -> line.contains(" of all")))
                .hasSize(5_000);
    }

    @Test
    void aFileThatCannotBeOpenedLeavesTheOneBefore() throws IOException {
        apply("'log_name': 'first'");
        Path noFolder = Files.writeString(folder.resolve("no-folder"), "a file");
        LoggingSetup.change(Configurations.of("{'logging': {'log_path': '%s'}}".formatted(noFolder.resolve("x")))
                .logging());
        LOG.info("still here");
        await().untilAsserted(() ->
                assertThat(content("first.log")).contains("still here", "cannot be written; the one before stays"));
        change("'log_name': 'second'");
        LOG.info("and there");
        await().untilAsserted(() -> assertThat(content("second.log")).contains("and there"));
    }

    @Test
    void aChangeOfTheLevelCountsAtOnce() throws IOException {
        apply("'log_mode': 'WARNING'");
        LOG.info("no");
        change("'log_mode': 'DEBUG'");
        LOG.debug("yes");
        assertThat(lines(1)).singleElement().asString().contains("yes");
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
        LoggingSetup.apply(section(keys));
    }

    private void change(String keys) {
        LoggingSetup.change(section(keys));
    }

    private LoggingConfig section(String keys) {
        return Configurations.of("{'logging': {'log_path': '%s', %s}}".formatted(folder, keys))
                .logging();
    }

    private String content(String file) throws IOException {
        Path path = folder.resolve(file);
        return Files.exists(path) ? Files.readString(path) : "";
    }

    private List<String> lines(int atLeast) throws IOException {
        Path file = folder.resolve("agent.log");
        await().until(() -> Files.readAllLines(file).size() >= atLeast);
        return Files.readAllLines(file);
    }
}
