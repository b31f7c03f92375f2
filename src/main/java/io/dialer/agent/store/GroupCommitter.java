package io.dialer.agent.store;

import io.dialer.agent.store.Database.Kind;
import io.dialer.agent.store.Database.Work;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The thread behind a {@link Database}: takes operations, runs up to 500 of them or 50 ms of them in one transaction,
 * commits, and only then tells their callers. An operation that fails is undone alone; a commit that fails fails all.
 */
final class GroupCommitter {
    private static final int LARGEST_GROUP = 500;
    private static final long LONGEST_WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final Path file;
    private final String synchronous;
    private final String[] schema;
    private final BlockingQueue<Work<?>> queue;

    /** What ran in the open transaction, with what it brought. */
    private final List<Done> group = new ArrayList<>();

    private record Done(Work<?> work, @Nullable Object value) {}

    GroupCommitter(Path file, String synchronous, String[] schema, BlockingQueue<Work<?>> queue) {
        this.file = file;
        this.synchronous = synchronous;
        this.schema = schema.clone();
        this.queue = queue;
    }

    /** Opens the file, says how that went, and works until it is told to close. */
    void run(Consumer<@Nullable Throwable> whenOpened) {
        try (Connection connection = open()) {
            whenOpened.accept(null);
            boolean closing = false;
            while (!closing) {
                closing = workOnGroup(connection);
            }
        } catch (SQLException failure) {
            whenOpened.accept(failure);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private Connection open() throws SQLException {
        Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        try (Statement statement = connection.createStatement()) {
            // auto_vacuum only takes effect before the first table is made.
            statement.execute("PRAGMA auto_vacuum = INCREMENTAL");
            statement.execute("PRAGMA journal_mode = WAL");
            statement.execute("PRAGMA synchronous = " + synchronous);
            statement.execute("PRAGMA busy_timeout = 5000");
            for (String definition : schema) {
                statement.execute(definition);
            }
        } catch (SQLException unusable) {
            connection.close();
            throw unusable;
        }
        connection.setAutoCommit(false);
        return connection;
    }

    private boolean workOnGroup(Connection connection) throws InterruptedException {
        group.clear();
        Work<?> work = queue.take();
        long deadline = System.nanoTime() + LONGEST_WAIT_NANOS;
        boolean closing = false;
        while (work != null) {
            execute(connection, work);
            closing = work.kind() == Kind.CLOSE;
            if (work.kind() != Kind.WRITE || group.size() >= LARGEST_GROUP) {
                break;
            }
            work = queue.poll(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        }
        commit(connection);
        return closing;
    }

    private void execute(Connection connection, Work<?> work) {
        Savepoint before = null;
        try {
            before = connection.setSavepoint();
            Object value = work.operation().run(connection);
            connection.releaseSavepoint(before);
            group.add(new Done(work, value));
        } catch (SQLException | RuntimeException failure) {
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
            // SQLite ends the whole transaction on some errors, a full disk among them.
            failGroup(transactionGone);
            rollBack(connection);
        }
    }

    private void commit(Connection connection) {
        try {
            connection.commit();
            group.forEach(done -> done.work().complete(done.value()));
        } catch (SQLException failure) {
            failGroup(failure);
            rollBack(connection);
        }
    }

    private void failGroup(Throwable failure) {
        group.forEach(done -> done.work().fail(failure));
        group.clear();
    }

    private static void rollBack(Connection connection) {
        try {
            connection.rollback();
        } catch (SQLException nothingOpen) {
            // There is no transaction left to undo, which is what was wanted.
            return;
        }
    }
}
