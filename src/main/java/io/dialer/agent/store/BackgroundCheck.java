package io.dialer.agent.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.ProgressHandler;
import org.sqlite.SQLiteConfig;

/**
 * Reads a file through beside the work on it: on a connection and a thread of its own, because a large file takes a while
 * and the start must not wait for it. Uses SQLite's <a
 * href="https://sqlite.org/pragma.html#pragma_quick_check">quick_check</a>.
 */
final class BackgroundCheck {
    private static final Logger LOG = LoggerFactory.getLogger(BackgroundCheck.class);

    private static final int STEPS_BETWEEN_LOOKS = 10_000;

    private final Path file;
    private final Consumer<SQLException> whenDamaged;
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile boolean ended;

    private BackgroundCheck(Path file, Consumer<SQLException> whenDamaged) {
        this.file = file;
        this.whenDamaged = whenDamaged;
    }

    /** Begins; what it finds is told on its own thread, when its connection is closed. */
    static BackgroundCheck begin(Path file, Consumer<SQLException> whenDamaged) {
        BackgroundCheck check = new BackgroundCheck(file, whenDamaged);
        Thread.ofPlatform()
                .name("dialer-check-" + file.getFileName())
                .daemon(true)
                .start(() -> {
                    try {
                        check.run();
                    } finally {
                        check.over.countDown();
                    }
                });
        return check;
    }

    /** Breaks it off; nothing is told any more. */
    void end() {
        ended = true;
    }

    /** Returns when its connection is closed. */
    void await() throws InterruptedException {
        over.await();
    }

    private void run() {
        SQLException damage = null;
        try {
            String verdict = verdict();
            if (!"ok".equals(verdict)) {
                damage = new SQLException(verdict, "", DatabaseFile.CORRUPT);
            }
        } catch (SQLException failure) {
            if (DatabaseFile.isDamage(failure)) {
                damage = failure;
            } else if (!ended) {
                LOG.atWarn()
                        .addKeyValue("file", file)
                        .addKeyValue("reason", failure.getMessage())
                        .log("the file cannot be checked");
            }
        }
        if (damage != null && !ended) {
            whenDamaged.accept(damage);
        }
    }

    private String verdict() throws SQLException {
        SQLiteConfig looking = new SQLiteConfig();
        looking.setReadOnly(true);
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file, looking.toProperties());
                Statement statement = connection.createStatement()) {
            ProgressHandler.setHandler(connection, STEPS_BETWEEN_LOOKS, new ProgressHandler() {
                @Override
                protected int progress() {
                    return ended ? 1 : 0;
                }
            });
            try (ResultSet found = statement.executeQuery("PRAGMA quick_check(1)")) {
                // SQLite puts a heading on a line of its own before what it found.
                return found.next() ? found.getString(1).replace('\n', ' ') : "nothing";
            }
        }
    }
}
