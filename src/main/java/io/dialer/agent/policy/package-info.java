/** Which targets may be probed: the rules of the configuration and those that are built in. Pure but for {@code OwnConsole}. */
@NullMarked
package io.dialer.agent.policy;

import org.jspecify.annotations.NullMarked;
