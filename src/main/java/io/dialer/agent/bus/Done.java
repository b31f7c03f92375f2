package io.dialer.agent.bus;

/** The answer of whoever has nothing more to say than that it did what was asked. */
public record Done() {}
