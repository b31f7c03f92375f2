package io.dialer.agent.store;

import io.dialer.agent.store.Database.Kind;
import io.dialer.agent.store.Database.Work;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread behind a {@link Database}: takes operations, runs up to 500 of them or 50 ms of them in one transaction,
 * commits, and only then tells their callers. An operation that fails is undone alone; a commit that fails fails all, and
 * so does an error on which SQLite ends the transaction, such as a full disk.
 */
final class GroupCommitter {
    private static final Logger LOG = LoggerFactory.getLogger(GroupCommitter.class);
    static final int LARGEST_GROUP = 500;
    private static final long LONGEST_WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final Path file;
    private final String synchronous;
    private final String[] schema;
    private final int largestGroup;
    private final BlockingQueue<Work<?>> queue;

    /** What ran in the open transaction, with what it brought. */
    private final List<Done> group = new ArrayList<>();

    private record Done(Work<?> work, @Nullable Object value) {}

    GroupCommitter(Path file, String synchronous, String[] schema, int largestGroup, BlockingQueue<Work<?>> queue) {
        this.file = file;
        this.synchronous = synchronous;
        this.schema = schema.clone();
        this.largestGroup = largestGroup;
        this.queue = queue;
    }

    /** Opens the file, says how that went, and works until it is told to close. */
    void run(Consumer<@Nullable Throwable> whenOpened) {
        Connection connection;
        try {
            SqliteLibrary.load();
            connection = DatabaseFile.open(file, synchronous, schema);
        } catch (IOException | SQLException | RuntimeException | LinkageError unusable) {
            whenOpened.accept(
                    new IOException("%s cannot be opened: %s".formatted(file, unusable.getMessage()), unusable));
            return;
        }
        whenOpened.accept(null);
        try {
            Work<?> closing = null;
            while (closing == null) {
                closing = workOnGroup(connection);
            }
            close(connection, closing);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private static void close(Connection connection, Work<?> closing) {
        try {
            connection.close();
            closing.complete(null);
        } catch (SQLException failure) {
            closing.fail(failure);
        }
    }

    /** Returns what asked for the end, once it was asked for. */
    private @Nullable Work<?> workOnGroup(Connection connection) throws InterruptedException {
        group.clear();
        Work<?> work = queue.take();
        long deadline = System.nanoTime() + LONGEST_WAIT_NANOS;
        int executed = 0;
        while (work != null && work.kind() != Kind.CLOSE) {
            execute(connection, work);
            if (work.kind() == Kind.PROMPT) {
                deadline = System.nanoTime();
            }
            work = ++executed >= largestGroup
                    ? null
                    : queue.poll(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        }
        commit(connection);
        return work;
    }

    private void execute(Connection connection, Work<?> work) {
        Savepoint before = null;
        try {
            before = connection.setSavepoint();
            Object value = work.operation().run(connection);
            connection.releaseSavepoint(before);
            group.add(new Done(work, value));
        } catch (SQLException | RuntimeException | Error failure) {
            undo(connection, before);
            work.fail(failure);
        }
    }

    private void undo(Connection connection, @Nullable Savepoint before) {
        try {
            if (before != null) {
                connection.rollback(before);
                connection.releaseSavepoint(before);
            }
        } catch (SQLException transactionGone) {
            failGroup(transactionGone);
            beginAnew(connection);
        }
    }

    private void commit(Connection connection) {
        try {
            connection.commit();
            group.forEach(done -> done.work().complete(done.value()));
        } catch (SQLException failure) {
            failGroup(failure);
            beginAnew(connection);
        }
    }

    private void failGroup(Throwable failure) {
        group.forEach(done -> done.work().fail(failure));
        group.clear();
    }

    /**
     * Undoes what is left of a transaction and opens the next. Where SQLite has ended it already there is nothing to undo;
     * the driver then opens none, and each later operation would be committed on its own and reported as failed.
     */
    private static void beginAnew(Connection connection) {
        try {
            connection.rollback();
        } catch (SQLException nothingOpen) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("BEGIN");
            } catch (SQLException failure) {
                LOG.error("no transaction can be opened", failure);
            }
        }
    }
}
