/** What the JVM must have done once before the first measurement, so that its own start is not measured. */
@NullMarked
package io.dialer.agent.warmup;

import org.jspecify.annotations.NullMarked;
