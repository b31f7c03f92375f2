package io.dialer.agent.outbox;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * A statement that runs with each result: SQLite parses it once for a connection, not each time. Whoever uses it closes what
 * it brings and not the statement, which goes with the connection. Only on the database's thread.
 */
final class HotStatement {
    private final String text;
    private @Nullable Connection preparedFor;
    private @Nullable PreparedStatement prepared;

    HotStatement(String text) {
        this.text = text;
    }

    /** Prepares it where that was not done for this connection: another file may have taken the place of a damaged one. */
    PreparedStatement on(Connection connection) throws SQLException {
        PreparedStatement statement = prepared;
        if (statement == null || !connection.equals(preparedFor)) {
            statement = connection.prepareStatement(text);
            prepared = statement;
            preparedFor = connection;
        }
        return statement;
    }
}
