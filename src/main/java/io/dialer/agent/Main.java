package io.dialer.agent;

/** Placeholder. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {}
}
