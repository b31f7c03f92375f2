package io.dialer.agent.outbox;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Statements with one number. */
final class Statements {
    private Statements() {}

    /** Returns how many rows were changed. */
    static int change(Connection connection, String statement, long argument) throws SQLException {
        try (PreparedStatement change = connection.prepareStatement(statement)) {
            change.setLong(1, argument);
            return change.executeUpdate();
        }
    }

    static long onlyLong(PreparedStatement query) throws SQLException {
        try (ResultSet row = query.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }
}
