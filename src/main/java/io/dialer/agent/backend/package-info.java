/** The backend behind the {@code backend.*} addresses: a real one over HTTP, or the one in this process. */
@NullMarked
package io.dialer.agent.backend;

import org.jspecify.annotations.NullMarked;
