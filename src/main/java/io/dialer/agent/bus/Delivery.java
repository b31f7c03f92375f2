package io.dialer.agent.bus;

import io.dialer.agent.probe.ProbeResult;

/**
 * Hands one result to the backend.
 *
 * @param result the result
 */
public record Delivery(ProbeResult result) {}
