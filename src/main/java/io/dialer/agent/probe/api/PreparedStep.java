package io.dialer.agent.probe.api;

import io.dialer.agent.probe.net.TlsSettings;

/**
 * A step with what was made ready for it when the task arrived.
 *
 * @param step what it does
 * @param tls for {@code https}
 */
record PreparedStep(Step step, TlsSettings tls) {}
