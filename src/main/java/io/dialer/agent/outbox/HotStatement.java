package io.dialer.agent.outbox;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * A statement that runs with each result: SQLite parses it once for a connection, not each time. Only on the database's
 * thread.
 */
final class HotStatement {
    private final String text;
    private @Nullable Connection preparedFor;
    private @Nullable PreparedStatement prepared;

    /**
     * What is done with the statement; it closes what it brings, and not the statement.
     *
     * @param <T> what it brings
     */
    @FunctionalInterface
    interface Use<T> {
        T of(PreparedStatement statement) throws SQLException;
    }

    HotStatement(String text) {
        this.text = text;
    }

    /**
     * Prepares it where that was not done for this connection: another file may have taken the place of a damaged one. After
     * a failure it is prepared anew, because the driver gives a statement up on most errors and does not say so.
     */
    <T> T run(Connection connection, Use<T> use) throws SQLException {
        PreparedStatement statement = prepared;
        if (statement == null || !connection.equals(preparedFor)) {
            statement = connection.prepareStatement(text);
            prepared = statement;
            preparedFor = connection;
        }
        try {
            return use.of(statement);
        } catch (SQLException failure) {
            forget(statement, failure);
            throw failure;
        }
    }

    private void forget(PreparedStatement statement, SQLException failure) {
        prepared = null;
        preparedFor = null;
        try {
            statement.close();
        } catch (SQLException alsoThat) {
            failure.addSuppressed(alsoThat);
        }
    }
}
