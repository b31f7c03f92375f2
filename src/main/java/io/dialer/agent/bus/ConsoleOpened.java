package io.dialer.agent.bus;

/**
 * The console, or its listener for scrapes, listens.
 *
 * @param port the one that it really has
 */
public record ConsoleOpened(int port) {}
