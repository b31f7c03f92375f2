package io.dialer.agent.probe.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import io.dialer.agent.probe.Deadline;
import io.dialer.agent.probe.Messages;
import io.dialer.agent.probe.ProbeContext;
import io.dialer.agent.probe.ProbeFactories;
import io.dialer.agent.probe.ProbeResult;
import io.dialer.agent.probe.ProbeTask;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** A folder of plugins with what runs them. */
final class PluginRig implements AutoCloseable {
    private static final ProbeContext CONTEXT = new ProbeContext(new Messages(Locale.ENGLISH), Map.of());

    final AtomicInteger changes = new AtomicInteger();
    private final Path folder;
    private final PluginFolder plugins;

    /** Begins with what is in the folder. */
    PluginRig(Path folder, int processes, int threads) {
        this(new PluginSettings(
                folder,
                "python3",
                processes,
                threads,
                List.of(),
                1L << 30,
                PluginSettings.Precedence.CHANGED,
                "http://backend:5001"));
    }

    PluginRig(PluginSettings settings) {
        folder = settings.directory();
        plugins = new PluginFolder(settings, Set.of("tcp", "http"), changes::incrementAndGet);
        plugins.begin().join();
    }

    /** Puts a file in its place as a whole. */
    static void write(Path folder, String name, String source) throws IOException {
        Path next = Files.writeString(folder.resolve(name + ".tmp"), source);
        Files.move(next, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    void write(String name, String source) throws IOException {
        write(folder, name, source);
    }

    List<String> types() {
        return plugins.factories().stream()
                .map(factory -> factory.type())
                .sorted()
                .toList();
    }

    ProbeResult run(String type, String target, JsonObject options) {
        ProbeTask task =
                new ProbeTask("17", "name", type, target, Duration.ofSeconds(30), "tenant-1", List.of(), options, null);
        return run(task);
    }

    ProbeResult run(ProbeTask task) {
        ProbeFactories none = new ProbeFactories(CONTEXT, type -> new JsonObject(), List.of());
        ProbeFactories all = none.with(new Messages(Locale.ENGLISH), type -> new JsonObject(), plugins.factories());
        var prepared = all.prepare(task);
        ProbeResult result = prepared.run(task, Deadline.in(prepared.limit(Duration.ofMinutes(5))));
        assertThat(result.taskId()).isEqualTo(task.id());
        return result;
    }

    /** The host processes that live now. */
    static List<ProcessHandle> hosts() {
        return ProcessHandle.current()
                .children()
                .filter(child -> child.info()
                        .commandLine()
                        .filter(line -> line.contains("dialer-plugin-host"))
                        .isPresent())
                .toList();
    }

    @Override
    public void close() {
        plugins.close();
    }
}
