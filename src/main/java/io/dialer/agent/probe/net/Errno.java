package io.dialer.agent.probe.net;

import io.dialer.agent.probe.Outcome;
import io.dialer.agent.probe.Sentence;
import io.netty.channel.ConnectTimeoutException;
import java.io.IOException;
import java.net.NoRouteToHostException;
import java.nio.channels.ClosedChannelException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Linux's error numbers (include/uapi/asm-generic/errno.h), and what they mean to people. */
public final class Errno {
    public static final int EPERM = 1;
    public static final int EINTR = 4;
    public static final int EBADF = 9;
    public static final int EAGAIN = 11;
    public static final int EACCES = 13;
    public static final int EINVAL = 22;
    public static final int EMFILE = 24;
    public static final int EPIPE = 32;
    public static final int EMSGSIZE = 90;
    public static final int EPROTONOSUPPORT = 93;
    public static final int EAFNOSUPPORT = 97;
    public static final int EADDRNOTAVAIL = 99;
    public static final int ENETUNREACH = 101;
    public static final int ECONNRESET = 104;
    public static final int ENOBUFS = 105;
    public static final int ETIMEDOUT = 110;
    public static final int ECONNREFUSED = 111;
    public static final int EHOSTUNREACH = 113;

    /** They say nothing about the target: a missing right, a bad source address, no descriptor. */
    private static final Set<Integer> OUR_OWN_FAULTS =
            Set.of(EPERM, EACCES, EBADF, EAGAIN, EINVAL, EMFILE, EADDRNOTAVAIL, ENOBUFS);

    /** Java keeps the text of {@code strerror} and drops the number. */
    private static final Map<String, Integer> BY_JAVAS_TEXT = Map.ofEntries(
            Map.entry("connection refused", ECONNREFUSED),
            Map.entry("connection reset", ECONNRESET),
            Map.entry("connection timed out", ETIMEDOUT),
            Map.entry("operation timed out", ETIMEDOUT),
            Map.entry("no route to host", EHOSTUNREACH),
            Map.entry("host is unreachable", EHOSTUNREACH),
            Map.entry("network is unreachable", ENETUNREACH),
            Map.entry("broken pipe", EPIPE),
            Map.entry("operation not permitted", EPERM),
            Map.entry("permission denied", EACCES),
            Map.entry("invalid argument", EINVAL),
            Map.entry("too many open files", EMFILE),
            Map.entry("cannot assign requested address", EADDRNOTAVAIL));

    private Errno() {}

    /** The number behind an exception of a socket; 0 where it is not known. */
    public static int of(Throwable failure) {
        if (failure instanceof ConnectTimeoutException) {
            return ETIMEDOUT;
        }
        if (failure instanceof NoRouteToHostException) {
            return EHOSTUNREACH;
        }
        String message = failure.getMessage();
        if (!(failure instanceof IOException) || message == null) {
            // Netty wraps what the system said when it cannot even open a socket.
            return failure.getCause() instanceof IOException cause ? of(cause) : 0;
        }
        String text = message.toLowerCase(Locale.ROOT);
        return BY_JAVAS_TEXT.entrySet().stream()
                .filter(known -> text.contains(known.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(0);
    }

    /** True for an error of this host or agent, which says nothing about the target. */
    public static boolean isOurFault(int errno) {
        return OUR_OWN_FAULTS.contains(errno);
    }

    /** How a run ends that met this error on a stream. */
    public static Outcome outcomeOf(int errno) {
        if (errno == ETIMEDOUT) {
            return Outcome.TIMEOUT;
        }
        return isOurFault(errno) ? Outcome.ERROR : Outcome.FAILED;
    }

    /** What happened in words; the exception's own where the number is not known. */
    public static String words(int errno, Throwable failure) {
        if (errno != 0) {
            return words(errno);
        }
        if (failure instanceof ClosedChannelException) {
            return "connection closed";
        }
        String message = failure.getMessage();
        return message == null ? failure.toString() : message;
    }

    /** The same with its language left open. */
    static Sentence sentence(int errno, Throwable failure) {
        return switch (errno) {
            case ECONNREFUSED -> Sentence.of("errno.refused");
            case ECONNRESET -> Sentence.of("errno.reset");
            case ETIMEDOUT -> Sentence.of("errno.timed_out");
            case EHOSTUNREACH -> Sentence.of("errno.no_route");
            case ENETUNREACH -> Sentence.of("errno.network_unreachable");
            case EADDRNOTAVAIL -> Sentence.of("errno.address_not_available");
            case EPERM, EACCES -> Sentence.of("errno.not_permitted");
            default -> Sentence.of("text", words(errno, failure));
        };
    }

    /** A text with the number, for example {@code network is unreachable (errno 101)}. */
    public static String text(int errno) {
        return "%s (errno %d)".formatted(words(errno), errno);
    }

    private static String words(int errno) {
        return switch (errno) {
            case EPERM -> "operation not permitted";
            case EBADF -> "socket closed";
            case EAGAIN -> "send buffer full";
            case EACCES -> "permission denied";
            case EINVAL -> "invalid argument, or a route that drops silently";
            case EMFILE -> "too many open files";
            case EPIPE -> "broken pipe";
            case EMSGSIZE -> "message too long";
            case EPROTONOSUPPORT -> "protocol not supported";
            case EAFNOSUPPORT -> "address family not supported";
            case EADDRNOTAVAIL -> "address not available on this host";
            case ENETUNREACH -> "network is unreachable";
            case ECONNRESET -> "connection reset";
            case ENOBUFS -> "no buffer space";
            case ETIMEDOUT -> "connection timed out";
            case ECONNREFUSED -> "connection refused";
            case EHOSTUNREACH -> "no route to host";
            default -> "system error";
        };
    }
}
