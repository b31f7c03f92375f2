package io.dialer.agent.backend.embedded;

import io.dialer.agent.config.LocatedJson;
import io.dialer.agent.store.AtomicFile;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.function.LongConsumer;
import java.util.function.UnaryOperator;

/**
 * The tasks, in memory and in {@code state_dir/tasks.json}. Edits run one after the other; each is on disk before anybody
 * sees it, so that what was answered outlives a kill. Used on one event loop.
 */
final class TaskStore {
    private final AtomicFile file;
    private final Runnable whenChanged;
    private TaskBook book = TaskBook.EMPTY;
    private final Queue<Edit> waiting = new ArrayDeque<>();
    private boolean writing;
    private LongConsumer whenRevised = revision -> {};

    /**
     * A store.
     *
     * @param whenChanged called after each edit that changed a task
     */
    TaskStore(Vertx vertx, Path file, Runnable whenChanged) {
        this.file = new AtomicFile(vertx, file);
        this.whenChanged = whenChanged;
    }

    /** Reads what is on disk; fails where it is there and cannot be read, because starting without it would lose it. */
    Future<Void> open() {
        return file.read()
                .compose(this::take)
                .recover(failure -> failure.getCause() instanceof NoSuchFileException
                        ? Future.succeededFuture()
                        : Future.failedFuture(failure))
                .recover(failure -> Future.failedFuture(
                        failure instanceof IOException
                                ? failure
                                : new IOException(
                                        "%s cannot be read: %s".formatted(file, failure.getCause()), failure)));
    }

    private Future<Void> take(Buffer content) {
        try {
            TaskBook read = TaskBook.of((JsonObject)
                    Objects.requireNonNull(LocatedJson.read(content.toString()).value()));
            // An earlier version knew no revisions; its tasks must not look like a store that never held any.
            boolean ofEarlier = read.revision() == 0
                    && !(read.tasks().isEmpty() && read.seeds().isEmpty());
            book = ofEarlier ? read.revised() : read;
            return Future.succeededFuture();
        } catch (LocatedJson.Mistake mistake) {
            return Future.failedFuture(damaged(mistake.place() + ": " + mistake.getMessage(), mistake));
        } catch (ClassCastException | IllegalArgumentException | NullPointerException broken) {
            return Future.failedFuture(damaged("it does not hold tasks", broken));
        }
    }

    private IOException damaged(String reason, Exception cause) {
        return new IOException(
                "%s is damaged: %s; repair it, or move it away to begin with the tasks file alone"
                        .formatted(file, reason),
                cause);
    }

    TaskBook book() {
        return book;
    }

    /** Called with the revision after each edit. */
    void whenRevised(LongConsumer listener) {
        whenRevised = listener;
    }

    /** Something that belongs to the tasks changed elsewhere. */
    Future<TaskBook> revise() {
        return edit(TaskBook::revised);
    }

    /**
     * Changes the tasks; an edit that throws changes nothing and fails the future. Edits that come while the file is being
     * written share the next write.
     *
     * @return the tasks as they are right after this edit
     */
    Future<TaskBook> edit(UnaryOperator<TaskBook> change) {
        Promise<TaskBook> done = Promise.promise();
        waiting.add(new Edit(change, done));
        writeWaiting();
        return done.future();
    }

    /** Completes when every edit so far is on disk, or has failed. */
    Future<Void> settled() {
        return edit(unchanged -> unchanged).mapEmpty();
    }

    private void writeWaiting() {
        if (writing || waiting.isEmpty()) {
            return;
        }
        TaskBook before = book;
        TaskBook after = before;
        List<Made> made = new ArrayList<>();
        while (!waiting.isEmpty()) {
            Edit edit = waiting.remove();
            try {
                after = edit.change().apply(after);
                made.add(new Made(edit.done(), after));
            } catch (RuntimeException refused) {
                edit.done().fail(refused);
            }
        }
        if (after.equals(before)) {
            made.forEach(Made::complete);
            return;
        }
        // One that was taken over as a whole keeps its own.
        write(
                after.revision() == before.revision() ? after.revised() : after,
                made,
                !after.tasks().equals(before.tasks()));
    }

    private void write(TaskBook after, List<Made> made, boolean tasksChanged) {
        writing = true;
        file.write(after.toJson().toBuffer())
                .onSuccess(written -> {
                    book = after;
                    made.forEach(Made::complete);
                    whenRevised.accept(after.revision());
                    if (tasksChanged) {
                        whenChanged.run();
                    }
                })
                .onFailure(failure -> made.forEach(edit -> edit.done().fail(failure)))
                .onComplete(written -> {
                    writing = false;
                    writeWaiting();
                });
    }

    private record Edit(UnaryOperator<TaskBook> change, Promise<TaskBook> done) {}

    /** An edit that was made, and the tasks right after it. */
    private record Made(Promise<TaskBook> done, TaskBook after) {
        void complete() {
            done.complete(after);
        }
    }
}
