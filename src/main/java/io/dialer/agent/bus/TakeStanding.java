package io.dialer.agent.bus;

/**
 * Tells the other members how this node stands. The reply, the members as they are then, comes when all who are there have
 * been heard, or after two seconds.
 *
 * @param standing from now on
 */
public record TakeStanding(Standing standing) {}
