/** Plugins as people have them, run by real Python processes. */
@NullMarked
package io.dialer.agent.probe.plugin;

import org.jspecify.annotations.NullMarked;
