/** The agent's only HTTP server: its health, and the API of the embedded backend for other agents and people. */
@NullMarked
package io.dialer.agent.console;

import org.jspecify.annotations.NullMarked;
