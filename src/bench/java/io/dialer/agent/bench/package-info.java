/** Whole-process benchmarks of the built jar, beside blackbox_exporter where it is there; see {@code docs/benchmarks.md}. */
@NullMarked
package io.dialer.agent.bench;

import org.jspecify.annotations.NullMarked;
