package io.dialer.agent.store;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * Something to do with a database, on its own thread.
 *
 * @param <T> what it brings
 */
@FunctionalInterface
public interface SqlOperation<T> {
    /** Runs inside a transaction that others may share; never commits or rolls back. */
    T run(Connection connection) throws SQLException;
}
