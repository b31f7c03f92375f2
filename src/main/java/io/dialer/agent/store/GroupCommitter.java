package io.dialer.agent.store;

import io.dialer.agent.store.Database.Kind;
import io.dialer.agent.store.Database.Work;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread behind a {@link Database}: takes operations, runs up to 500 of them or 50 ms of them in one transaction,
 * commits, and only then tells their callers. An operation that fails is undone alone; a commit that fails fails all, and
 * so does an error on which SQLite ends the transaction, such as a full disk. Where the file turns out to be damaged, a new
 * one takes its place between two groups.
 */
final class GroupCommitter {
    private static final Logger LOG = LoggerFactory.getLogger(GroupCommitter.class);
    static final int LARGEST_GROUP = 500;
    private static final long LONGEST_WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final DatabaseFile file;
    private final int largestGroup;
    private final WorkQueue queue;
    private final FileUsers others;
    private final CountDownLatch over = new CountDownLatch(1);

    /** What ran in the open transaction, with what it brought. */
    private final List<Done> group = new ArrayList<>();

    /** What showed that the file is damaged. */
    private @Nullable SQLException damage;

    private record Done(Work<?> work, @Nullable Object value) {}

    GroupCommitter(DatabaseFile file, int largestGroup, WorkQueue queue, FileUsers others) {
        this.file = file;
        this.largestGroup = largestGroup;
        this.queue = queue;
        this.others = others;
    }

    /** Opens the file, says how that went, and works until it is told to close. */
    void run(Consumer<@Nullable Throwable> whenOpened) {
        Connection connection;
        try {
            SqliteLibrary.load();
            connection = file.open();
        } catch (IOException | SQLException | RuntimeException | LinkageError unusable) {
            over.countDown();
            whenOpened.accept(
                    new IOException("%s cannot be opened: %s".formatted(file.file(), unusable.getMessage()), unusable));
            return;
        }
        whenOpened.accept(null);
        try {
            Work<?> last = null;
            while (last == null || last.kind() != Kind.CLOSE) {
                connection = open(connection);
                last = workOnGroup(connection);
                if (damage != null) {
                    connection = replace(connection, damage);
                    damage = null;
                }
                if (last != null && last.kind() == Kind.REOPEN) {
                    connection = reopen(connection, last);
                } else if (last != null && last.kind() == Kind.ALONE) {
                    runAlone(connection, last);
                }
            }
            close(connection, last);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        } finally {
            over.countDown();
        }
    }

    /** True once its connection is closed for good. */
    boolean isOver() {
        return over.getCount() == 0;
    }

    private static void close(Connection connection, Work<?> closing) {
        try (connection) {
            closing.operation().run(connection);
        } catch (SQLException failure) {
            closing.fail(failure);
            return;
        }
        closing.complete(null);
    }

    /** Where that fails the damaged file stays in use: other parts of it may be sound. */
    private Connection replace(Connection damaged, SQLException reason) throws InterruptedException {
        CountDownLatch comeBack = new CountDownLatch(1);
        try {
            others.leave(comeBack);
            damaged.close();
            Connection fresh = file.replace(reason);
            others.replaced();
            return fresh;
        } catch (SQLException stuck) {
            LOG.error("{} is damaged and cannot be replaced", file.file(), stuck);
            return opened(damaged);
        } finally {
            comeBack.countDown();
        }
    }

    private void runAlone(Connection connection, Work<?> work) {
        try {
            connection.setAutoCommit(true);
            work.complete(work.operation().run(connection));
        } catch (SQLException | RuntimeException failure) {
            note(failure);
            work.fail(failure);
        } finally {
            beginGroups(connection);
        }
    }

    private void beginGroups(Connection connection) {
        try {
            connection.setAutoCommit(false);
        } catch (SQLException failure) {
            beginAnew(connection);
        }
    }

    private Connection reopen(Connection connection, Work<?> request) {
        try {
            connection.close();
            request.complete(request.operation().run(connection));
        } catch (SQLException failure) {
            request.fail(failure);
        }
        return opened(connection);
    }

    /** A connection that is closed is opened again before the next group, however often that must be tried. */
    private Connection opened(Connection closed) {
        try {
            return file.open();
        } catch (SQLException failure) {
            LOG.error("{} cannot be opened", file.file(), failure);
            return closed;
        }
    }

    private Connection open(Connection connection) {
        try {
            return connection.isClosed() ? file.open() : connection;
        } catch (SQLException stillNot) {
            return connection;
        }
    }

    /** Returns what ended the group and is no part of it. */
    private @Nullable Work<?> workOnGroup(Connection connection) throws InterruptedException {
        group.clear();
        Work<?> work = queue.take();
        long deadline = System.nanoTime() + LONGEST_WAIT_NANOS;
        int executed = 0;
        while (work != null && !work.endsItsGroup()) {
            execute(connection, work);
            if (work.kind() == Kind.PROMPT) {
                deadline = System.nanoTime();
            }
            executed++;
            work = executed >= largestGroup || damage != null
                    ? null
                    : queue.takeUntil(deadline, largestGroup - executed);
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
            note(failure);
            work.fail(failure);
        }
    }

    /** Only the connection that writes may replace a file. */
    private void note(Throwable failure) {
        if (failure instanceof SQLException said && DatabaseFile.isDamage(said) && !file.isForReading()) {
            damage = said;
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
            note(failure);
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
