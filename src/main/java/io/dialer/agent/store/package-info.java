/** The one way to SQLite: a database on a platform thread of its own, with group commit. */
@NullMarked
package io.dialer.agent.store;

import org.jspecify.annotations.NullMarked;
