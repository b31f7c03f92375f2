package io.dialer.agent.bus;

import java.time.Duration;

/**
 * Asks whether anything answers at the backend's address; harmless.
 *
 * @param patience how long to wait for it
 */
public record BackendLook(Duration patience) {}
