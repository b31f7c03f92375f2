package io.dialer.agent.store;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * A SQLite file on a platform thread of its own, because the driver is native code that would pin a virtual thread.
 * Operations run in the order in which they were handed in. Their futures complete on the caller's context, after the
 * commit: what a completed future speaks of survives a kill.
 */
public final class Database {
    private final Vertx vertx;
    private final BlockingQueue<Work<?>> queue = new LinkedBlockingQueue<>();
    private boolean closed;

    private Database(Vertx vertx) {
        this.vertx = vertx;
    }

    /**
     * Opens a file, and makes it where it is not there. A damaged one is set aside as {@code FILE.damaged-TIME}.
     *
     * @param synchronous SQLite's {@code NORMAL} or {@code FULL}
     * @param schema statements that may run at every start
     * @return fails with what SQLite says
     */
    public static Future<Database> open(Vertx vertx, Path file, String synchronous, String... schema) {
        return open(vertx, file, synchronous, schema, GroupCommitter.LARGEST_GROUP);
    }

    /**
     * Opens another connection to a file that is open, for looking. Each operation sees all that was committed before it
     * began, and waits for no write.
     */
    public static Future<Database> openForReading(Vertx vertx, Path file) {
        return open(vertx, file, "NORMAL", new String[0], 1);
    }

    private static Future<Database> open(
            Vertx vertx, Path file, String synchronous, String[] schema, int largestGroup) {
        Database database = new Database(vertx);
        Promise<Database> opened = Promise.promise();
        Context context = vertx.getOrCreateContext();
        GroupCommitter committer = new GroupCommitter(file, synchronous, schema, largestGroup, database.queue);
        Thread.ofPlatform()
                .name("dialer-store-" + file.getFileName())
                .daemon(true)
                .start(() -> committer.run(failure -> context.runOnContext(ignored -> {
                    if (failure == null) {
                        opened.complete(database);
                    } else {
                        opened.fail(failure);
                    }
                })));
        return opened.future();
    }

    /** Changes something; shares its commit with what comes within the next 50 ms. */
    public <T> Future<T> write(SqlOperation<T> operation) {
        return enqueue(operation, Kind.WRITE);
    }

    /** Changes something that somebody waits for; commits as soon as nothing else is queued. */
    public <T> Future<T> writeNow(SqlOperation<T> operation) {
        return enqueue(operation, Kind.PROMPT);
    }

    /** Asks for something; what waits to be committed is committed as soon as nothing else is queued. */
    public <T> Future<T> read(SqlOperation<T> operation) {
        return enqueue(operation, Kind.PROMPT);
    }

    /** Commits what waits and closes the file; what is handed in later fails. */
    public synchronized Future<Void> close() {
        Future<Integer> last = enqueue(connection -> 0, Kind.CLOSE);
        closed = true;
        return last.mapEmpty();
    }

    private synchronized <T> Future<T> enqueue(SqlOperation<T> operation, Kind kind) {
        if (closed) {
            return Future.failedFuture("the database is closed");
        }
        Promise<T> promise = Promise.promise();
        queue.add(new Work<>(operation, kind, promise, vertx.getOrCreateContext()));
        return promise.future();
    }

    /** What an operation means for the group it runs in. */
    enum Kind {
        /** May wait for others before it is committed. */
        WRITE,
        /** Somebody waits for the answer: the group waits for nobody else. */
        PROMPT,
        /** The last one: nothing but the end is asked for. */
        CLOSE
    }

    /** One operation on its way through the thread. */
    record Work<T>(SqlOperation<T> operation, Kind kind, Promise<T> promise, Context context) {
        void complete(@Nullable Object value) {
            @SuppressWarnings("unchecked")
            T typed = (T) value;
            context.runOnContext(ignored -> promise.complete(typed));
        }

        void fail(Throwable failure) {
            context.runOnContext(ignored -> promise.fail(failure));
        }
    }
}
