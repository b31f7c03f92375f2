package io.dialer.agent;

import java.io.PrintStream;
import org.jspecify.annotations.Nullable;

/** What commands print; the agent itself logs. */
@SuppressWarnings("SystemOut") // this is the one place for it
final class Terminal {
    private static final PrintStream OUT = System.out;
    private static final PrintStream ERR = System.err;

    private Terminal() {}

    static void say(String line) {
        OUT.println(line);
    }

    static void complain(@Nullable String line) {
        ERR.println(line);
    }
}
