package io.dialer.agent.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** A running agent whose configuration is changed, now by writing the file over, now by putting another in its place. */
final class ReloadRig implements AutoCloseable {
    /** For one effect, on a machine that may stand still for a while. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    /** Two looks, half a second apart, find the file at rest; then the effect has two seconds. */
    private static final double USUAL_SECONDS = 3;

    private final String name;
    private final Path folder;
    private final Path file;
    private final JsonObject config;
    private final List<Double> seconds = new ArrayList<>();
    private boolean rename;
    private long changedAt;
    final AgentProcess agent;

    ReloadRig(String name, Path folder, JsonObject config) throws IOException {
        this.name = name;
        this.folder = folder;
        this.config = config;
        this.agent = AgentProcess.start(folder, config);
        this.file = folder.resolve("agent.json");
    }

    /** Sets the value at a path of keys; null removes it. */
    void change(String path, @Nullable Object value) throws IOException {
        JsonObject section = config;
        String[] keys = path.split("\\.", -1);
        for (int index = 0; index < keys.length - 1; index++) {
            if (!section.containsKey(keys[index])) {
                section.put(keys[index], new JsonObject());
            }
            section = section.getJsonObject(keys[index]);
        }
        section.put(keys[keys.length - 1], value);
        write(config.encodePrettily());
    }

    void write(String text) throws IOException {
        changedAt = System.nanoTime();
        if (rename) {
            Path other = Files.writeString(folder.resolve(".agent.json.swp"), text);
            Files.move(other, file, StandardCopyOption.ATOMIC_MOVE);
        } else {
            Files.writeString(file, text);
        }
        rename = !rename;
    }

    /** What is written again is what was changed last. */
    void repair() throws IOException {
        write(config.encodePrettily());
    }

    /** Another file than the configuration's changed just now. */
    void changedElsewhere() {
        changedAt = System.nanoTime();
    }

    /** Waits for an effect of the last change; that most come within three seconds is the summary's to say. */
    void sees(String effect, Callable<Boolean> seen) {
        sees(effect, PATIENCE, seen);
    }

    void sees(String effect, Duration patience, Callable<Boolean> seen) {
        await().alias(effect)
                .atMost(patience)
                .pollInterval(Duration.ofMillis(10))
                .pollDelay(Duration.ZERO)
                .until(seen);
        double after = (System.nanoTime() - changedAt) / 1e9;
        seconds.add(after);
        System.out.printf("%s: %s after %.2f s%n", name, effect, after);
    }

    void summary() {
        Collections.sort(seconds);
        System.out.printf(
                "%s: %d effects, median %.2f s, slowest %.2f s after the file was written%n",
                name, seconds.size(), seconds.get(seconds.size() / 2), seconds.getLast());
        assertThat(seconds.get(seconds.size() / 2)).isLessThan(USUAL_SECONDS);
    }

    /** How often the agent has said something. */
    long said(String words) {
        return agent.output().lines().filter(line -> line.contains(words)).count();
    }

    void awaitStart() {
        await().atMost(Duration.ofSeconds(30)).until(() -> said("agent started") == 1);
    }

    @Override
    public void close() {
        agent.close();
    }

    /** Everything that the agent has written for people. */
    String everythingSaid() throws IOException {
        StringBuilder all = new StringBuilder(agent.output());
        try (var files = Files.list(folder.resolve("logs"))) {
            for (Path log : files.toList()) {
                all.append(Files.readString(log));
            }
        }
        assertThat(all).isNotEmpty();
        return all.toString();
    }
}
