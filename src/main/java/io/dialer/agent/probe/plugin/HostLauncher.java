package io.dialer.agent.probe.plugin;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Starts host processes for a folder. A file on which a process ends or halts while it loads it is left out from then on,
 * so that it costs itself only. Safe for use by several threads.
 */
final class HostLauncher {
    /** Of each file. */
    private static final Duration LONGEST_IMPORT = Duration.ofSeconds(20);

    private final PluginSettings settings;
    private final HostScript script;
    private final Map<String, String> leftOut;

    private HostLauncher(PluginSettings settings, HostScript script, Map<String, String> leftOut) {
        this.settings = settings;
        this.script = script;
        this.leftOut = Map.copyOf(leftOut);
    }

    /** What a folder holds, found out by a first process, which is kept. */
    record Loaded(HostLauncher launcher, HostProcess first, List<PluginFile> files) {}

    /**
     * Loads the folder's files once. Blocks for as long as they take.
     *
     * @throws IOException where the program cannot be started, or ends before it loads anything
     */
    static Loaded load(PluginSettings settings, HostScript script) throws IOException, InterruptedException {
        Map<String, String> leftOut = new HashMap<>();
        while (true) {
            HostLauncher launcher = new HostLauncher(settings, script, leftOut);
            HostProcess host = launcher.start(settings.threads());
            String fault;
            try {
                return new Loaded(launcher, host, untilReady(host));
            } catch (TimeoutException hangs) {
                fault = "takes more than %d s to import".formatted(LONGEST_IMPORT.toSeconds());
            } catch (ExecutionException ended) {
                fault = "ends the process while it is imported";
            } catch (InterruptedException stopped) {
                host.close();
                throw stopped;
            }
            host.close();
            if (host.loading().isEmpty() || leftOut.put(host.loading(), fault) != null) {
                throw new IOException("%s does not run the plugin host".formatted(settings.python()));
            }
        }
    }

    /**
     * Waits for as long as its files may take.
     *
     * @throws TimeoutException where one of them takes too long
     * @throws ExecutionException where the process ends
     */
    static List<PluginFile> untilReady(HostProcess host)
            throws TimeoutException, ExecutionException, InterruptedException {
        while (true) {
            String before = host.loading();
            try {
                return host.ready().get(LONGEST_IMPORT.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException slow) {
                if (host.loading().equals(before)) {
                    throw slow;
                }
            }
        }
    }

    /** Another process that has loaded the same; it is ready once {@link HostProcess#ready()} says so. */
    HostProcess start(int threads) throws IOException {
        ProcessBuilder command = new ProcessBuilder(
                settings.python(),
                "-u",
                script.path().toString(),
                settings.directory().toAbsolutePath().toString(),
                Integer.toString(threads),
                new JsonObject(new HashMap<String, Object>(leftOut)).encode(),
                Long.toString(settings.maxMemory()));
        command.environment()
                .keySet()
                .retainAll(PluginEnvironment.of(System.getenv(), settings.environment())
                        .keySet());
        command.environment().put("SERVER_URL", settings.serverUrl());
        command.environment().put("PYTHONDONTWRITEBYTECODE", "1");
        return new HostProcess(command);
    }
}
