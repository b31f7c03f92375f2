package io.dialer.agent.bus;

/**
 * The console listens.
 *
 * @param port the one that it really has
 */
public record ConsoleOpened(int port) {}
