package io.dialer.agent.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dialer.agent.testing.Waiting;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What happens to files while somebody edits them. */
class ConfigWatchTest {
    private static final Duration TWO_LOOKS = Duration.ofSeconds(5);

    private final Vertx vertx = Vertx.vertx();
    private final List<String> heard = new CopyOnWriteArrayList<>();

    @TempDir
    private Path folder;

    @AfterEach
    void closeVertx() {
        Waiting.on(vertx.close());
    }

    @Test
    void aFileThatIsWrittenOverIsReadAnew() throws IOException {
        Path file = watched(area("one"));
        Files.writeString(file, area("two"));
        awaitHeard("area two");
    }

    @Test
    void aFileThatIsReplacedByRenamingIsReadAnewThoughSizeAndTimeAreTheSame() throws IOException {
        Path file = watched(area("one"));
        Path other = Files.writeString(folder.resolve("other"), area("two"));
        Files.setLastModifiedTime(other, Files.getLastModifiedTime(file));
        Files.move(other, file, StandardCopyOption.ATOMIC_MOVE);
        awaitHeard("area two");
    }

    @Test
    void aFolderThatIsSwappedBehindSymbolicLinksIsReadAnew() throws IOException {
        Path first = Files.createDirectory(folder.resolve("..1"));
        Path second = Files.createDirectory(folder.resolve("..2"));
        Files.writeString(first.resolve("agent.json"), area("one"));
        Files.writeString(second.resolve("agent.json"), area("two"));
        Path data = Files.createSymbolicLink(folder.resolve("..data"), first.getFileName());
        watch(Files.createSymbolicLink(folder.resolve("agent.json"), Path.of("..data", "agent.json")));

        Path swapped = Files.createSymbolicLink(folder.resolve("..data_tmp"), second.getFileName());
        Files.move(swapped, data, StandardCopyOption.ATOMIC_MOVE);
        awaitHeard("area two");
    }

    @Test
    void aFileThatIsGoneOrBrokenIsRefusedOnceAndTakenWhenItIsWellAgain() throws IOException {
        Path file = watched(area("one"));
        Files.delete(file);
        awaitHeard("refused: cannot be read");
        Files.writeString(file, "{");
        awaitHeard("refused: cannot be read", "refused: is not JSON");
        Files.writeString(file, "");
        awaitHeard("refused: cannot be read", "refused: is not JSON", "refused: is empty");
        Files.writeString(file, area("one"));
        awaitHeard("refused: cannot be read", "refused: is not JSON", "refused: is empty", "area one");
    }

    @Test
    void aYamlFileOfCommentsAloneIsRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("agent.yml"), "agent_area: one\n");
        watch(file);
        Files.writeString(file, "# agent_area: one\n");
        awaitHeard("refused: is empty");
    }

    @Test
    void aFileThatChangesWithEachLookIsNotTakenBeforeItRests() throws IOException {
        Path file = watched(area("one"));
        long end = System.nanoTime() + Duration.ofSeconds(2).toNanos();
        for (int version = 0; System.nanoTime() < end; version++) {
            Path next = Files.writeString(folder.resolve("next"), area("version " + version));
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        }
        assertThat(heard).isEmpty();
        Files.writeString(file, area("two"));
        awaitHeard("area two");
    }

    @Test
    void aReferencedFileIsReadAnewAlsoWhereItAppearsLater() throws IOException {
        Path secret = folder.resolve("secret");
        Files.writeString(secret, "one\n");
        watched(area("${file:" + secret + "}"));
        Files.writeString(secret, "two\n");
        awaitHeard("area two");
        Files.delete(secret);
        awaitHeard("area two", "refused: line 1, column 37: agent_area");
        Files.writeString(secret, "three");
        awaitHeard("area two", "refused: line 1, column 37: agent_area", "area three");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/dev/zero", "pipe", "folder", "large", "no-text"})
    void aReferenceToWhatIsNoSmallTextFileIsRefusedAndClearsItself(String what) throws Exception {
        new ProcessBuilder("mkfifo", folder.resolve("pipe").toString()).start().waitFor();
        Files.createDirectory(folder.resolve("folder"));
        Files.write(folder.resolve("large"), new byte[(1 << 20) + 1]);
        Files.write(folder.resolve("no-text"), new byte[] {(byte) 0xc3});
        Path file = watched(area("one"));
        Files.writeString(file, area("${file:" + folder.resolve(what) + "}"));
        awaitHeard("refused: line 1, column 37: agent_area: cannot read the file " + folder.resolve(what));
        Files.writeString(file, area("two"));
        awaitHeard("refused: line 1, column 37: agent_area: cannot read the file " + folder.resolve(what), "area two");
    }

    @Test
    void aReferenceInADocumentThatIsNoFileIsReadAnew() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), "one");
        watch(ConfigSource.ofDocument(vertx, "document", new JsonObject(area("${file:" + secret + "}"))));
        Files.writeString(secret, "two");
        awaitHeard("area two");
    }

    @Test
    void anOldFileThatIsPutInPlaceIsUpgradedInMemory() throws IOException {
        Path file = watched(area("one"));
        Files.writeString(file, "{\"agent_area\": \"old\"}");
        awaitHeard("area old");
        assertThat(file).as("somebody may be editing it").content().doesNotContain("config_version");
    }

    @Test
    void aListenerThatBreaksHearsOfTheNextChange() throws IOException {
        Path file = Files.writeString(folder.resolve("agent.json"), area("one"));
        ConfigSource source = ConfigSource.ofFile(vertx, file);
        Waiting.on(source.load());
        source.watch(new ConfigSource.Listener() {
            @Override
            public void accepted(AgentConfigReader.Loaded loaded) {
                heard.add(loaded.config().agentArea());
                throw new IllegalStateException("a fault");
            }

            @Override
            public void refused(ConfigException reason) {}
        });
        Files.writeString(file, area("two"));
        awaitHeard("two");
        Files.writeString(file, area("three"));
        awaitHeard("two", "three");
    }

    private static String area(String area) {
        return "{\"config_version\": 2, \"agent_area\": \"%s\"}".formatted(area);
    }

    private Path watched(String content) throws IOException {
        Path file = Files.writeString(folder.resolve("agent.json"), content);
        watch(file);
        return file;
    }

    private void watch(Path file) {
        watch(ConfigSource.ofFile(vertx, file));
    }

    private void watch(ConfigSource source) {
        Waiting.on(source.load());
        source.watch(new ConfigSource.Listener() {
            @Override
            public void accepted(AgentConfigReader.Loaded loaded) {
                heard.add("area " + loaded.config().agentArea());
            }

            @Override
            public void refused(ConfigException reason) {
                heard.add(
                        "refused: " + String.valueOf(reason.getMessage()).replaceFirst(".*?agent\\.(json|yml): ", ""));
            }
        });
    }

    /** Exactly these, each as far as it is written here. */
    private void awaitHeard(String... beginnings) {
        await().atMost(TWO_LOOKS).untilAsserted(() -> {
            assertThat(heard).hasSize(beginnings.length);
            for (int index = 0; index < beginnings.length; index++) {
                assertThat(heard.get(index)).startsWith(beginnings[index]);
            }
        });
    }
}
