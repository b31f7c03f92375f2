package io.dialer.agent.probe.plugin;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One Python process that serves runs. Platform threads write its requests and read its answers, because a pipe that is
 * full or empty would hold a virtual thread's carrier. Safe for use by several threads.
 */
final class HostProcess implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HostProcess.class);
    /** Of SIGKILL and SIGTERM: somebody else has ended it. All others are a fault of what runs in it. */
    private static final int KILLED = 128 + 9;

    private static final int TERMINATED = 128 + 15;
    /** For what it has written before its end. */
    private static final long LAST_ANSWERS_MS = 500;

    private static final String NO_MORE = "";

    private final Process process;
    private final BlockingQueue<String> requests = new LinkedBlockingQueue<>();
    private final AtomicLong numbers = new AtomicLong();
    private final Map<Long, CompletableFuture<JsonObject>> waiting = new ConcurrentHashMap<>();
    private final CompletableFuture<List<PluginFile>> ready = new CompletableFuture<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final long startedNanos = System.nanoTime();
    private final AtomicBoolean ending = new AtomicBoolean();
    private volatile String loading = "";
    private volatile @Nullable String killedBecause;

    /**
     * Starts one.
     *
     * @throws IOException where the program cannot be started
     */
    HostProcess(ProcessBuilder command) throws IOException {
        process = command.start();
        thread("answers", () -> readAnswers(process.getInputStream()));
        thread("requests", this::writeRequests);
        thread("output", () -> new HostOutput(process.pid()).read(process.getErrorStream()));
        // A child that a plugin has left behind may hold the pipe open.
        process.onExit()
                .thenRunAsync(this::end, CompletableFuture.delayedExecutor(LAST_ANSWERS_MS, TimeUnit.MILLISECONDS));
    }

    private boolean endsByItself() {
        try {
            return process.waitFor(LAST_ANSWERS_MS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void thread(String name, Runnable work) {
        Thread.ofPlatform()
                .daemon()
                .name("dialer-plugins-%s-%d".formatted(name, process.pid()))
                .start(work);
    }

    /** Completes with what it has loaded; fails with {@link HostGone} where it ends before. */
    CompletableFuture<List<PluginFile>> ready() {
        return ready;
    }

    /** Completes when it has ended, in whichever way. */
    CompletableFuture<Void> ended() {
        return ended;
    }

    /** How long ago it was started. */
    long ageNanos() {
        return System.nanoTime() - startedNanos;
    }

    /** The file that it loads, or has loaded last; empty before the first. */
    String loading() {
        return loading;
    }

    /** True where neither we nor what runs in it has ended it. Waits for its end, which must be near. */
    boolean endedFromOutside() throws InterruptedException {
        int exitCode = process.waitFor();
        return killedBecause == null && (exitCode == KILLED || exitCode == TERMINATED);
    }

    /** Begins a run; fails with {@link HostGone} where the process ends before it has answered. */
    CompletableFuture<JsonObject> call(JsonObject request) {
        long number = numbers.incrementAndGet();
        String line = request.copy().put("id", number).encode();
        CompletableFuture<JsonObject> answer = new CompletableFuture<>();
        waiting.put(number, answer);
        requests.add(line);
        if (ended.isDone()) {
            forget(number, "it has ended");
        }
        return answer;
    }

    private void forget(long number, String reason) {
        CompletableFuture<JsonObject> answer = waiting.remove(number);
        if (answer != null) {
            answer.completeExceptionally(new HostGone(reason));
        }
    }

    /** Ends it with everything that it has started, at once. */
    void kill(String reason) {
        killedBecause = reason;
        ProcessGroup.kill(process);
    }

    @Override
    public void close() {
        kill("closed");
    }

    private void writeRequests() {
        try (BufferedWriter pipe = process.outputWriter(StandardCharsets.UTF_8)) {
            for (String line = requests.take(); !line.equals(NO_MORE); line = requests.take()) {
                pipe.write(line);
                pipe.write('\n');
                pipe.flush();
            }
        } catch (IOException closed) {
            // It cannot be asked any more, and must not be taken for one that is free.
            end();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void readAnswers(InputStream answers) {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(answers, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                take(line);
            }
        } catch (IOException closed) {
            LOG.debug("the answers of a plugin host are closed: {}", closed.toString());
        } catch (DecodeException | ClassCastException | NullPointerException broken) {
            LOG.atError().addKeyValue("reason", broken).log("a plugin host answers what it should not; it is ended");
            kill("it has answered what it should not");
        } finally {
            end();
        }
    }

    private void take(String line) {
        JsonObject answer = new JsonObject(line);
        if (answer.containsKey("loading")) {
            loading = answer.getString("loading");
        } else if (answer.containsKey("ready")) {
            List<PluginFile> files = new ArrayList<>();
            for (Object element : answer.getJsonArray("ready")) {
                JsonObject file = (JsonObject) element;
                if (file.getString("name") != null) {
                    files.add(new PluginFile(file.getString("file"), file.getString("name"), file.getString("error")));
                }
            }
            ready.complete(files);
        } else {
            CompletableFuture<JsonObject> asked = waiting.remove(answer.getLong("id"));
            if (asked != null) {
                asked.complete(answer);
            }
        }
    }

    /** Whatever it still had to answer, nobody will. More than one may find out. */
    private void end() {
        if (ending.getAndSet(true)) {
            return;
        }
        if (!endsByItself()) {
            // It has closed its pipe, or cannot be asked, and is of no use.
            killedBecause = killedBecause == null ? "it has closed its pipe" : killedBecause;
        }
        // Also what it has left behind.
        ProcessGroup.kill(process);
        String reason = killedBecause;
        String said = reason == null ? "it has ended" : reason;
        ended.complete(null);
        requests.add(NO_MORE);
        ready.completeExceptionally(new HostGone(said));
        waiting.keySet().forEach(number -> forget(number, said));
    }
}
