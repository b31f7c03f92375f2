package io.dialer.agent.bus;

/**
 * How far a node's runs have come.
 *
 * @param untilMs no run that was due here before is still to end, epoch milliseconds; those that take long do not count
 */
public record Settled(long untilMs) {}
