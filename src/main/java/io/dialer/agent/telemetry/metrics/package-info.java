/**
 * What Prometheus reads: the agent's own figures, and those of its tasks. Results become samples under the names that
 * blackbox_exporter's users know.
 */
@NullMarked
package io.dialer.agent.telemetry.metrics;

import org.jspecify.annotations.NullMarked;
