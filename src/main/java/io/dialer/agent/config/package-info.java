/**
 * The agent's configuration: immutable records, the strict reader that names the path in every error, and the one user
 * of {@code ConfigRetriever}.
 */
@NullMarked
package io.dialer.agent.config;

import org.jspecify.annotations.NullMarked;
