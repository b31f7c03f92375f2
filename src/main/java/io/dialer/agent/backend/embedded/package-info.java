/**
 * The backend in this process: the tasks in a file that is merged with the one people write, results, agents and
 * variables in SQLite, behind the same addresses as a remote backend and behind {@code embedded.call}.
 */
@NullMarked
package io.dialer.agent.backend.embedded;

import org.jspecify.annotations.NullMarked;
