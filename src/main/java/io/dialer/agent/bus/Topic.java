package io.dialer.agent.bus;

/**
 * An address whose messages go to every subscriber on this node, and are not answered.
 *
 * @param <M> the message
 * @param name the address
 */
public record Topic<M>(String name, Class<M> message) {}
