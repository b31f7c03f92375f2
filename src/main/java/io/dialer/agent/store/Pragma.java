package io.dialer.agent.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** What SQLite tells of a file, <a href="https://sqlite.org/pragma.html">pragma.html</a>. */
public final class Pragma {
    private Pragma() {}

    /** One that is a number, such as {@code page_count}. */
    public static long number(Connection connection, String name) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("PRAGMA " + name)) {
            row.next();
            return row.getLong(1);
        }
    }

    /** Bytes of the pages that hold something. */
    public static long usedBytes(Connection connection) throws SQLException {
        return number(connection, "page_size")
                * (number(connection, "page_count") - number(connection, "freelist_count"));
    }
}
