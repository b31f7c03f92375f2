package io.dialer.agent.backend.embedded;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Watches the file that people write and merges what changes in it. It is read whole each time and compared, because
 * editors replace files, mounts swap links, and times may stay the same. A file that is broken, or not there, changes
 * nothing: it is said once, and what was last good stays. Used on one event loop.
 */
final class SeedFile {
    private static final Logger LOG = LoggerFactory.getLogger(SeedFile.class);
    private static final long LOOK_MS = 1000;

    private final Vertx vertx;
    private final Path file;
    private final TaskStore store;
    private final Supplier<String> now;
    private final BooleanSupplier counts;
    private @Nullable Buffer lastContent;
    private boolean lastContentGood;
    private List<String> taken = List.of();
    private @Nullable String lastReason;
    private long timer = -1;
    private boolean stopped;

    /**
     * A watch.
     *
     * @param now the backend's local time
     * @param counts false while the tasks are another member's affair
     */
    SeedFile(Vertx vertx, Path file, TaskStore store, Supplier<String> now, BooleanSupplier counts) {
        this.vertx = vertx;
        this.file = file;
        this.store = store;
        this.now = now;
        this.counts = counts;
    }

    /** Completes when the file was looked at once; never fails. */
    Future<Void> watch() {
        return look().onComplete(done -> again());
    }

    void stop() {
        stopped = true;
        vertx.cancelTimer(timer);
    }

    private void again() {
        if (!stopped) {
            timer = vertx.setTimer(LOOK_MS, fired -> watch());
        }
    }

    private Future<Void> look() {
        if (!counts.getAsBoolean()) {
            return Future.succeededFuture();
        }
        // A relative path that is not there would be looked for in the jar, which ships a file of that name.
        return vertx.fileSystem()
                .readFile(file.toAbsolutePath().toString())
                .compose(content ->
                        content.equals(lastContent) && !somethingChangedForTaken() ? sameAsBefore() : take(content))
                .recover(failure -> {
                    if (failure.getCause() instanceof NoSuchFileException) {
                        boolean apiAlone =
                                lastContent == null && !store.book().tasks().isEmpty();
                        complain(apiAlone ? Level.INFO : Level.WARN, "is not there");
                    } else {
                        complain(
                                Level.ERROR,
                                failure.getCause() instanceof IOException unreadable
                                        ? unreadable.toString()
                                        : String.valueOf(failure.getMessage()));
                    }
                    return Future.succeededFuture();
                });
    }

    /** A task of the file that had to stay out may come in when the one that has its id is deleted. */
    private boolean somethingChangedForTaken() {
        return taken.stream().anyMatch(id -> !store.book().tasks().containsKey(id));
    }

    private Future<Void> sameAsBefore() {
        if (lastContentGood) {
            lastReason = null;
        }
        return Future.succeededFuture();
    }

    private Future<Void> take(Buffer content) {
        Map<String, JsonObject> written;
        try {
            written = SeedText.read(content.getBytes());
        } catch (SeedText.Broken broken) {
            if (!content.equals(lastContent)) {
                lastReason = null;
            }
            lastContent = content;
            lastContentGood = false;
            return Future.failedFuture(broken);
        }
        SeedMerge.Outcome[] outcome = new SeedMerge.Outcome[1];
        return store.edit(book -> {
                    outcome[0] = SeedMerge.merge(book, written, now.get());
                    return outcome[0].book();
                })
                .map(merged -> {
                    // Only now: a merge that could not be written is tried again.
                    lastContent = content;
                    lastContentGood = true;
                    lastReason = null;
                    taken = outcome[0].taken();
                    say(outcome[0]);
                    return (Void) null;
                })
                .recover(failure -> Future.failedFuture(
                        new IllegalStateException("what it says cannot be stored: " + failure.getMessage(), failure)));
    }

    private void say(SeedMerge.Outcome outcome) {
        LOG.atInfo()
                .addKeyValue("file", file)
                .addKeyValue("added", outcome.added().size())
                .addKeyValue("changed", outcome.changed().size())
                .addKeyValue("removed", outcome.removed().size())
                .addKeyValue("tasks", outcome.book().tasks().size())
                .log("tasks file read");
        if (!outcome.kept().isEmpty()) {
            LOG.atWarn()
                    .addKeyValue("file", file)
                    .addKeyValue("ids", outcome.kept())
                    .log("tasks left the file and stay, because they were edited since");
        }
        if (!outcome.taken().isEmpty()) {
            LOG.atWarn()
                    .addKeyValue("file", file)
                    .addKeyValue("ids", outcome.taken())
                    .log("tasks of the file are left out, because tasks made by the API have their ids");
        }
    }

    private void complain(Level level, String reason) {
        if (reason.equals(lastReason)) {
            return;
        }
        lastReason = reason;
        LOG.atLevel(level)
                .addKeyValue("file", file)
                .addKeyValue("reason", reason)
                .addKeyValue("tasks", store.book().tasks().size())
                .log("the tasks file cannot be used; the last good tasks stay");
    }
}
