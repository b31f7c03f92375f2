package io.dialer.agent.store;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A SQLite file on a platform thread of its own, because the driver is native code that would pin a virtual thread.
 * Operations run in the order in which they were handed in. Their futures complete on the caller's context, after the
 * commit: what a completed future speaks of survives a kill.
 */
public final class Database {
    private static final long LOOK_PAUSE_MS = 20;

    private final Vertx vertx;
    private final DatabaseFile file;
    private final Readers readers = new Readers();
    private final WorkQueue queue = new WorkQueue();
    private volatile @Nullable BackgroundCheck check;
    private final Replacements replacements = new Replacements();
    private final GroupCommitter committer;
    private boolean closed;

    private Database(Vertx vertx, DatabaseFile file, int largestGroup) {
        this.vertx = vertx;
        this.file = file;
        this.committer = new GroupCommitter(file, largestGroup, queue, new OtherUsers());
    }

    /**
     * Opens a file, and makes it where it is not there; that takes no longer with a large one. It is read through in the
     * background afterwards. A damaged one is set aside as {@code FILE.damaged-TIME}, whenever that is found, and a new one
     * with what can be read of it takes its place.
     *
     * @param synchronous SQLite's {@code NORMAL} or {@code FULL}
     * @param schema statements that may run at every start
     * @return fails with what SQLite says
     */
    public static Future<Database> open(Vertx vertx, Path file, String synchronous, String... schema) {
        DatabaseFile target = new DatabaseFile(file, synchronous, List.of(schema));
        return open(vertx, target, GroupCommitter.LARGEST_GROUP, ignored -> new CountDownLatch(0))
                .onSuccess(database -> database.check = BackgroundCheck.begin(file, database::damaged));
    }

    /**
     * Opens another connection to the file, for looking. Each operation sees all that was committed before it began, and
     * waits for no write. To be closed before this one.
     */
    public Future<Database> openReader() {
        return open(vertx, file.forReading(), 1, readers::add);
    }

    private static Future<Database> open(
            Vertx vertx, DatabaseFile target, int largestGroup, Function<Database, CountDownLatch> known) {
        Database database = new Database(vertx, target, largestGroup);
        // Before its connection is open: from then on nobody may move the file without asking it.
        CountDownLatch fileIsThere = known.apply(database);
        Promise<Database> opened = Promise.promise();
        Context context = vertx.getOrCreateContext();
        Thread.ofPlatform()
                .name("dialer-store-" + target.file().getFileName())
                .daemon(true)
                .start(() -> {
                    awaitQuietly(fileIsThere);
                    database.committer.run(failure -> context.runOnContext(ignored -> {
                        if (failure == null) {
                            opened.complete(database);
                        } else {
                            database.abandon();
                            opened.fail(failure);
                        }
                    }));
                });
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

    /** Gives freed pages back to the file system, some at a time; returns how many. */
    public Future<Long> vacuum() {
        return write(Vacuum::some);
    }

    /**
     * Gives all that the file and its log hold without need back to the file system, for a disk that is full. Waits for no
     * one who reads a long time; fails where the disk has no room left even for this.
     */
    public Future<Long> shrink() {
        return enqueue(Vacuum::onFullDisk, Kind.ALONE);
    }

    /**
     * Called on this context whenever a new file has taken the place of a damaged one, also where that has happened since it
     * was opened: rows may be missing in it.
     */
    public void whenReplaced(Runnable handler) {
        Context context = vertx.getOrCreateContext();
        replacements.tell(() -> context.runOnContext(ignored -> handler.run()));
    }

    /** Commits what waits and closes the file; what is handed in later fails. */
    public synchronized Future<Void> close() {
        BackgroundCheck running = check;
        if (running != null) {
            running.end();
        }
        Future<Integer> last = enqueue(
                connection -> {
                    // Whoever closes last puts what is in the log into the file, and only the writer may.
                    awaitEnd(running);
                    return 0;
                },
                Kind.CLOSE);
        closed = true;
        return last.mapEmpty();
    }

    /** It never opened: nobody works on its queue. */
    private synchronized void abandon() {
        closed = true;
        for (Work<?> left = queue.poll(); left != null; left = queue.poll()) {
            left.fail(new SQLException("the database is closed"));
        }
    }

    private void damaged(SQLException damage) {
        this.<Integer>enqueue(
                connection -> {
                    throw damage;
                },
                Kind.PROMPT);
    }

    private static void awaitEnd(@Nullable BackgroundCheck running) {
        try {
            if (running != null) {
                running.await();
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized <T> Future<T> enqueue(SqlOperation<T> operation, Kind kind) {
        if (closed) {
            return Future.failedFuture("the database is closed");
        }
        Promise<T> promise = Promise.promise();
        queue.add(new Work<>(operation, kind, promise, vertx.getOrCreateContext()));
        return promise.future();
    }

    /** Everybody but the connection that writes: the background check and the readers. */
    private final class OtherUsers implements FileUsers {
        @Override
        public void leave(CountDownLatch comeBack) throws InterruptedException {
            BackgroundCheck running = check;
            if (running != null) {
                running.end();
                running.await();
            }
            for (Database reader : readers.asked(comeBack)) {
                CountDownLatch left = new CountDownLatch(1);
                reader.<Integer>enqueue(
                        connectionIsClosed -> {
                            left.countDown();
                            awaitQuietly(comeBack);
                            return 0;
                        },
                        Kind.REOPEN);
                // One that is being closed for good takes no more work; its end will do.
                boolean gone = false;
                while (!gone) {
                    gone = left.await(LOOK_PAUSE_MS, TimeUnit.MILLISECONDS) || reader.committer.isOver();
                }
            }
        }

        @Override
        public void replaced() {
            replacements.happened();
        }
    }

    /** What an operation means for the group it runs in. */
    enum Kind {
        /** May wait for others before it is committed. */
        WRITE,
        /** Somebody waits for the answer: the group waits for nobody else. */
        PROMPT,
        /** Runs between two groups and without a transaction. */
        ALONE,
        /** The connection is to be closed, the operation run without it, and the file opened anew. */
        REOPEN,
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

        boolean endsItsGroup() {
            return kind == Kind.ALONE || kind == Kind.REOPEN || kind == Kind.CLOSE;
        }

        void fail(Throwable failure) {
            context.runOnContext(ignored -> promise.fail(failure));
        }
    }
}
