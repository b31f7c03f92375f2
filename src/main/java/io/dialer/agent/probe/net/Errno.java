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
            Map.entry("message too long", EMSGSIZE),
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
        // To a stream, Linux gives this for an ICMPv6 error or a route that prohibits: the way is closed.
        return isOurFault(errno) && errno != EACCES ? Outcome.ERROR : Outcome.FAILED;
    }

    /** What happened, its language left open; the exception's own words where the number is not known. */
    public static Sentence sentence(int errno, Throwable failure) {
        if (errno != 0) {
            return errno == EACCES ? Sentence.of("icmp.administratively_prohibited") : sentence(errno);
        }
        if (failure instanceof ClosedChannelException) {
            return Sentence.of("errno.closed");
        }
        String message = failure.getMessage();
        return Sentence.of("text", message == null ? failure.toString() : message);
    }

    /** The same with the number, for example {@code network is unreachable (errno 101)}. */
    public static Sentence numbered(int errno) {
        return Sentence.of("errno.numbered", sentence(errno), Integer.toString(errno));
    }

    /** In English, for logs. */
    public static String text(int errno) {
        return numbered(errno).toString();
    }

    private static Sentence sentence(int errno) {
        return Sentence.of("errno."
                + switch (errno) {
                    case EPERM -> "not_permitted";
                    case EBADF -> "socket_closed";
                    case EAGAIN -> "send_buffer_full";
                    case EACCES -> "denied";
                    case EINVAL -> "invalid";
                    case EMFILE -> "too_many_files";
                    case EPIPE -> "broken_pipe";
                    case EMSGSIZE -> "too_long";
                    case EPROTONOSUPPORT -> "no_protocol";
                    case EAFNOSUPPORT -> "no_family";
                    case EADDRNOTAVAIL -> "address_not_available";
                    case ENETUNREACH -> "network_unreachable";
                    case ECONNRESET -> "reset";
                    case ENOBUFS -> "no_buffers";
                    case ETIMEDOUT -> "timed_out";
                    case ECONNREFUSED -> "refused";
                    case EHOSTUNREACH -> "no_route";
                    default -> "other";
                });
    }
}
