package io.dialer.agent.bus;

/** Plugins came or went: what a task's type means may be something else from now on. */
public record ProbeTypesChanged() {}
