package io.dialer.agent.bus;

import java.time.Duration;

/**
 * Asks for the end of probing: nothing new starts, what waits is cancelled. The reply comes when nothing runs any more.
 *
 * @param patience what running probes get before they are cut off
 */
public record Drain(Duration patience) {}
