package io.dialer.agent.probe.net;

import io.dialer.agent.probe.Outcome;
import io.netty.channel.ConnectTimeoutException;
import java.io.IOException;
import java.net.NoRouteToHostException;
import java.util.Locale;
import java.util.Map;

/**
 * Linux's error numbers (include/uapi/asm-generic/errno.h), found from what Java makes of them: it keeps the text of
 * {@code strerror} and drops the number.
 */
public final class Errno {
    public static final int NETWORK_UNREACHABLE = 101;
    public static final int RESET = 104;
    public static final int TIMED_OUT = 110;
    public static final int REFUSED = 111;
    public static final int NO_ROUTE = 113;

    private static final Map<String, Integer> BY_TEXT = Map.ofEntries(
            Map.entry("connection refused", REFUSED),
            Map.entry("connection reset", RESET),
            Map.entry("connection timed out", TIMED_OUT),
            Map.entry("operation timed out", TIMED_OUT),
            Map.entry("no route to host", NO_ROUTE),
            Map.entry("host is unreachable", NO_ROUTE),
            Map.entry("network is unreachable", NETWORK_UNREACHABLE),
            Map.entry("broken pipe", 32),
            Map.entry("operation not permitted", 1),
            Map.entry("permission denied", 13),
            Map.entry("invalid argument", 22),
            Map.entry("too many open files", 24),
            Map.entry("cannot assign requested address", 99));

    private Errno() {}

    /** The number behind an exception of a socket; 0 where it is not known. */
    public static int of(Throwable failure) {
        if (failure instanceof ConnectTimeoutException) {
            return TIMED_OUT;
        }
        if (failure instanceof NoRouteToHostException) {
            return NO_ROUTE;
        }
        String message = failure.getMessage();
        if (!(failure instanceof IOException) || message == null) {
            return 0;
        }
        String text = message.toLowerCase(Locale.ROOT);
        return BY_TEXT.entrySet().stream()
                .filter(known -> text.contains(known.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(0);
    }

    /** Whose fault it is: the target's or the way's, or ours (a missing right, a bad source address, no descriptor). */
    public static Outcome outcomeOf(int errno) {
        return switch (errno) {
            case TIMED_OUT -> Outcome.TIMEOUT;
            case 1, 13, 22, 24, 99 -> Outcome.ERROR;
            default -> Outcome.FAILED;
        };
    }

    /** What happened, in the words of {@code strerror}; the exception's own where the number is not known. */
    public static String words(int errno, Throwable failure) {
        return BY_TEXT.entrySet().stream()
                .filter(known -> known.getValue() == errno)
                .map(Map.Entry::getKey)
                .sorted()
                .findFirst()
                .orElseGet(() -> failure.getMessage() == null ? failure.toString() : failure.getMessage());
    }
}
