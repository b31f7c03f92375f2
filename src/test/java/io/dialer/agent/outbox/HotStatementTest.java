package io.dialer.agent.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HotStatementTest {
    private final HotStatement insert = new HotStatement("INSERT INTO words (word) VALUES (?) RETURNING id");

    @TempDir
    private Path folder;

    @Test
    void worksAgainAfterAFullDisk() throws Exception {
        try (Connection connection = open("full.db");
                Statement pragma = connection.createStatement()) {
            assertThat(add(connection, "short")).isEqualTo(1);
            pragma.execute("PRAGMA max_page_count = 3");
            assertThatExceptionOfType(SQLException.class)
                    .isThrownBy(() -> add(connection, "long".repeat(10_000)))
                    .withMessageContaining("FULL");
            pragma.execute("PRAGMA max_page_count = 1000");
            assertThat(add(connection, "long".repeat(10_000))).isEqualTo(2);
            assertThat(add(connection, "short")).isEqualTo(3);
        }
    }

    @Test
    void followsToAnotherConnection() throws Exception {
        try (Connection first = open("first.db")) {
            assertThat(add(first, "a")).isEqualTo(1);
        }
        try (Connection second = open("second.db")) {
            assertThat(add(second, "b")).isEqualTo(1);
            assertThat(add(second, "c")).isEqualTo(2);
        }
    }

    @Test
    void leavesTheTransactionFreeToCommit() throws Exception {
        try (Connection connection = open("commit.db")) {
            connection.setAutoCommit(false);
            add(connection, "a");
            connection.commit();
            add(connection, "b");
            connection.rollback();
            assertThat(add(connection, "c")).isEqualTo(2);
            connection.commit();
        }
    }

    private long add(Connection connection, String word) throws SQLException {
        return insert.run(connection, statement -> {
            statement.setString(1, word);
            return Statements.onlyLong(statement);
        });
    }

    private Connection open(String name) throws SQLException {
        Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve(name));
        try (Statement schema = connection.createStatement()) {
            schema.execute("CREATE TABLE words (id INTEGER PRIMARY KEY, word TEXT)");
        }
        return connection;
    }
}
