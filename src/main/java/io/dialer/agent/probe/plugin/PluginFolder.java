package io.dialer.agent.probe.plugin;

import io.dialer.agent.probe.ProbeFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder of other people's probe types: Python files and jars. It is looked at once a second on a thread of its own,
 * and what changes is loaded anew. Safe for use by several threads.
 */
public final class PluginFolder implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PluginFolder.class);
    private static final long LOOK_MS = 1_000;
    /** After what may have gone wrong for a moment only. */
    private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final Set<String> builtIn;
    private final Runnable whenChanged;
    private final CompletableFuture<Void> firstLook = new CompletableFuture<>();
    private final Thread thread;
    private final TemporaryFiles temporary = new TemporaryFiles();
    private final PythonTypes python = new PythonTypes(temporary);
    private final Map<Path, Jar> jars = new HashMap<>();
    private volatile PluginSettings settings;
    private volatile List<ProbeFactory> factories = List.of();
    private volatile boolean closed;
    /** What the last load and the last look saw. */
    private @Nullable State loaded;

    private @Nullable State seen;
    private @Nullable String lastReason;
    private long failedAt;

    private record State(PluginSettings settings, PluginFiles files) {}

    private record Jar(PluginFiles.Stamp stamp, List<ProbeFactory> factories) {}

    /**
     * A folder that nobody has looked at.
     *
     * @param builtIn the names of the built-in types
     * @param whenChanged called, on any thread, after the types have changed
     */
    public PluginFolder(PluginSettings settings, Set<String> builtIn, Runnable whenChanged) {
        this.settings = settings;
        this.builtIn = Set.copyOf(builtIn);
        this.whenChanged = whenChanged;
        this.thread = Thread.ofPlatform().daemon().name("dialer-plugins").unstarted(this::lookAgainAndAgain);
    }

    /** Begins to look; completes when the folder has been loaded once, or cannot be. Never fails. */
    public CompletableFuture<Void> begin() {
        thread.start();
        return firstLook;
    }

    /** The types that the folder defines now. */
    public List<ProbeFactory> factories() {
        return factories;
    }

    /** From the next look on. */
    public void reconfigure(PluginSettings changed) {
        settings = changed;
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        python.close();
        temporary.close();
    }

    private void lookAgainAndAgain() {
        try {
            while (!closed) {
                try {
                    look();
                    lastReason = null;
                } catch (IOException | RuntimeException | LinkageError failure) {
                    complain(failure);
                }
                firstLook.complete(null);
                Thread.sleep(LOOK_MS);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } finally {
            firstLook.complete(null);
        }
    }

    /** Once for each reason; what was last loaded goes on. */
    private void complain(Throwable failure) {
        failedAt = System.nanoTime();
        String reason = String.valueOf(failure.getMessage());
        if (!reason.equals(lastReason)) {
            lastReason = reason;
            LOG.atError()
                    .addKeyValue("plugins_dir", settings.directory())
                    .addKeyValue("python", settings.python())
                    .addKeyValue("reason", failure)
                    .addKeyValue("types", factories.size())
                    .log(
                            factories.isEmpty()
                                    ? "plugins are off"
                                    : "the plugins cannot be loaded anew; the last ones stay");
        }
    }

    private void look() throws IOException, InterruptedException {
        State now = new State(settings, PluginFiles.in(settings.directory()));
        boolean first = seen == null;
        boolean alike = now.equals(seen);
        seen = now;
        boolean wait = lastReason != null && System.nanoTime() - failedAt < RETRY_NANOS;
        // At the start there is no time to wait for a second look.
        if ((first || (alike && !wait)) && !now.equals(loaded)) {
            load(now);
            loaded = now;
        }
    }

    private void load(State state) throws IOException, InterruptedException {
        PluginTable table = new PluginTable(builtIn, state.settings().override());
        List<PluginFile> files = python.load(state.settings(), state.files().has(".py"));
        for (PluginFile file : files) {
            Path path = state.settings().directory().resolve(file.file());
            table.add(new PythonFactory(python, file), path, file.error());
        }
        jars.keySet().retainAll(state.files().stamps().keySet());
        state.files().stamps().forEach((path, stamp) -> {
            if (path.toString().endsWith(".jar")) {
                jars.compute(
                                path,
                                (same, known) -> known != null && known.stamp().equals(stamp)
                                        ? known
                                        : new Jar(stamp, JarTypes.load(path, temporary)))
                        .factories()
                        .forEach(factory -> table.add(factory, path, null));
            }
        });
        List<ProbeFactory> before = factories;
        factories = table.chosen();
        if (!before.isEmpty() || !factories.isEmpty()) {
            whenChanged.run();
        }
    }
}
