package io.dialer.agent.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModuleWatchTest {
    private static final Duration SOON = Duration.ofSeconds(10);

    @TempDir
    Path folder;

    private ModuleWatch watch = new ModuleWatch(Path.of("nowhere"));

    @AfterEach
    void close() {
        watch.close();
    }

    @Test
    void takesChangesAndKeepsTheOldWhereTheNewIsWrong() throws Exception {
        Path file = Files.writeString(folder.resolve("b.yml"), "modules: {a: {prober: tcp}}");
        watch = new ModuleWatch(file);
        watch.begin();
        await().atMost(SOON).until(() -> watch.modules().find("a").isPresent());

        Files.writeString(file, "modules: {b: {prober: tcp}}");
        await().atMost(SOON).until(() -> watch.modules().find("b").isPresent());

        Files.writeString(file, "modules: {c: {prober: tcp, unheard_of: 1}}");
        Path right = Files.writeString(folder.resolve("right.yml"), "modules: {d: {prober: tcp}}");
        await().during(Duration.ofSeconds(2))
                .atMost(SOON)
                .until(() -> watch.modules().find("b").isPresent());

        Files.move(right, file, StandardCopyOption.REPLACE_EXISTING);
        await().atMost(SOON).until(() -> watch.modules().find("d").isPresent());
        Files.delete(file);
        await().during(Duration.ofSeconds(2))
                .atMost(SOON)
                .until(() -> watch.modules().find("d").isPresent());
        assertThat(watch.modules().byName()).hasSize(1);
    }

    @Test
    void aSecretThatChangesIsReadAnew() throws Exception {
        Path secret = folder.resolve("token");
        Path file = Files.writeString(
                folder.resolve("b.yml"), "modules: {a: {prober: http, http: {bearer_token_file: token}}}");
        watch = new ModuleWatch(file);
        watch.begin();
        await().atMost(SOON).until(() -> watch.modules().find("a").isPresent());
        for (String token : new String[] {"one", "two"}) {
            Files.writeString(secret, token);
            await().atMost(SOON)
                    .until(() -> watch.modules()
                            .find("a")
                            .orElseThrow()
                            .options()
                            .encode()
                            .contains("Bearer " + token));
        }
    }

    @Test
    void aMappingThatIsMergedIntoItselfIsRefusedLikeAnyMistake() throws Exception {
        Path file = Files.writeString(folder.resolve("b.yml"), "modules: {a: &a {<<: *a, prober: tcp}}");
        watch = new ModuleWatch(file);
        watch.begin();
        await().during(Duration.ofSeconds(1))
                .atMost(SOON)
                .until(() -> watch.modules().byName().isEmpty());
        Files.writeString(file, "modules: {b: {prober: tcp}}");
        await().atMost(SOON).until(() -> watch.modules().find("b").isPresent());
    }

    @Test
    void aFileMayComeLaterAndAnotherMayTakeItsPlace() throws Exception {
        Path file = folder.resolve("b.yml");
        watch = new ModuleWatch(file);
        watch.begin();
        Files.writeString(file, "modules: {a: {prober: tcp}}");
        await().atMost(SOON).until(() -> watch.modules().find("a").isPresent());
        watch.reconfigure(Files.writeString(folder.resolve("other.yml"), "modules: {b: {prober: tcp}}"));
        await().atMost(SOON).until(() -> watch.modules().find("b").isPresent());
    }
}
