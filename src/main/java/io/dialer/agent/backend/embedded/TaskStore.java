package io.dialer.agent.backend.embedded;

import io.dialer.agent.store.AtomicFile;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/**
 * The tasks, in memory and in {@code state_dir/tasks.json}. Edits run one after the other; each is on disk before anybody
 * sees it, so that what was answered outlives a kill. Used on one event loop.
 */
final class TaskStore {
    private final AtomicFile file;
    private final Runnable whenChanged;
    private TaskBook book = TaskBook.EMPTY;
    private Future<TaskBook> lastEdit = Future.succeededFuture(TaskBook.EMPTY);

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
                        : Future.failedFuture(failure));
    }

    private Future<Void> take(Buffer content) {
        try {
            book = TaskBook.of(content.toJsonObject());
            return Future.succeededFuture();
        } catch (DecodeException | ClassCastException | IllegalArgumentException | NullPointerException broken) {
            return Future.failedFuture(new IOException(
                    "%s is damaged: %s; repair it, or move it away to begin with the tasks file alone"
                            .formatted(file, broken),
                    broken));
        }
    }

    TaskBook book() {
        return book;
    }

    /** Changes the tasks; an edit that throws changes nothing and fails the future. */
    Future<TaskBook> edit(UnaryOperator<TaskBook> edit) {
        lastEdit = lastEdit.transform(earlier -> apply(edit));
        return lastEdit;
    }

    /** Completes when every edit so far is on disk, or has failed. */
    Future<Void> settled() {
        return lastEdit.transform(done -> Future.succeededFuture());
    }

    private Future<TaskBook> apply(UnaryOperator<TaskBook> edit) {
        TaskBook changed;
        try {
            changed = edit.apply(book);
        } catch (RuntimeException refused) {
            return Future.failedFuture(refused);
        }
        if (changed.equals(book)) {
            return Future.succeededFuture(book);
        }
        boolean tasksChanged = !changed.tasks().equals(book.tasks());
        return file.write(changed.toJson().toBuffer()).map(written -> {
            book = changed;
            if (tasksChanged) {
                whenChanged.run();
            }
            return book;
        });
    }
}
