package io.dialer.agent.probe.net;

import io.dialer.agent.probe.Deadline;
import io.dialer.agent.probe.Outcome;
import io.dialer.agent.probe.Phase;
import io.dialer.agent.probe.PhaseClock;
import io.dialer.agent.probe.Sentence;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A dialog over an open connection, as a worker leads it: each call blocks the calling thread until the deadline at the
 * latest. Led by the worker and not by the event loop, because a task's regular expression must not hold the probes on
 * that loop up. All calls end with a {@link ProbeFailure} where the connection does, and with a {@link TimeoutException}
 * at the deadline.
 */
public final class Conversation {
    /** The longest line. */
    public static final int MOST_LINE_BYTES = 64 << 10;
    /** The most that is read in all. */
    public static final int MOST_BYTES = 1 << 20;

    private static final int LONGEST_QUOTE = 200;

    private final Channel channel;
    private final PhaseClock clock;
    private final Deadline deadline;
    private final Inbox inbox;
    private String expecting = "";

    /** Begins one; to be called on the connection's event loop, by the function that uses the connection. */
    public Conversation(Connection connection, PhaseClock clock, Deadline deadline) {
        this.channel = connection.channel();
        this.clock = clock;
        this.deadline = deadline;
        this.inbox = new Inbox(channel, clock);
        channel.pipeline().addLast(inbox);
    }

    /** What the server was last waited for, as people call it; empty where it was not. */
    public String expecting() {
        return expecting;
    }

    /** Our own end of the connection. */
    InetSocketAddress localAddress() {
        return (InetSocketAddress) channel.localAddress();
    }

    /**
     * The next line without its end; what stands unended before the server closed is a line too. Null at the end.
     *
     * @param what is waited for, in a word or two
     */
    public @Nullable String readLine(String what) throws ProbeFailure, TimeoutException, InterruptedException {
        expecting = what;
        while (true) {
            // A line that is there already must not keep a worker busy that looks at line after line.
            if (deadline.passed()) {
                throw new TimeoutException();
            }
            byte[] line = inbox.takeLine();
            if (line != null) {
                return new String(line, StandardCharsets.UTF_8);
            }
            if (!inbox.awaitMore(deadline)) {
                byte[] rest = inbox.takeRest();
                return rest.length == 0 ? null : new String(rest, StandardCharsets.UTF_8);
            }
        }
    }

    /** The next line; that there is none is a failure. */
    String requireLine(String what) throws ProbeFailure, TimeoutException, InterruptedException {
        String line = readLine(what);
        if (line == null) {
            throw failure("dialog.closed", what);
        }
        return line;
    }

    /** So many octets; that the server closes before is a failure. */
    public byte[] readBytes(String what, int count) throws ProbeFailure, TimeoutException, InterruptedException {
        expecting = what;
        while (true) {
            byte[] octets = inbox.take(count);
            if (octets != null) {
                return octets;
            }
            if (!inbox.awaitMore(deadline)) {
                throw failure("dialog.closed", what);
            }
        }
    }

    /** What came and was not read yet; never waits. */
    byte[] readRest() {
        return inbox.takeRest();
    }

    /** Sends octets, and returns when they were handed to the system. */
    public void send(byte[] octets) throws ProbeFailure, TimeoutException, InterruptedException {
        CompletableFuture<Void> sent = new CompletableFuture<>();
        channel.writeAndFlush(Unpooled.wrappedBuffer(octets)).addListener(written -> {
            if (written.isSuccess()) {
                sent.complete(null);
            } else {
                sent.completeExceptionally(written.cause());
            }
        });
        try {
            deadline.await(sent);
        } catch (ExecutionException broken) {
            // An alert or a reset that came in says more than the write that it broke.
            inbox.throwFailure();
            Throwable cause = broken.getCause() == null ? broken : broken.getCause();
            int errno = Errno.of(cause);
            throw new ProbeFailure(
                    Errno.outcomeOf(errno),
                    clock.running(),
                    errno,
                    Sentence.of("dialog.not_sent", Errno.sentence(errno, cause)));
        }
    }

    void sendLine(String line) throws ProbeFailure, TimeoutException, InterruptedException {
        send((line + "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Changes to TLS. What the server sent in plain text after it agreed is a failure: whoever sits in between could have
     * put it there.
     */
    public void startTls(Attempt<?> attempt, TlsSettings tls, String host)
            throws ProbeFailure, TimeoutException, InterruptedException {
        if (inbox.hasUnread()) {
            throw failure("dialog.too_early");
        }
        clock.turnTo(Phase.TLS);
        CompletableFuture<TlsSession> judged = new CompletableFuture<>();
        channel.eventLoop()
                .execute(() -> TlsHandshake.begin(channel, tls, host, deadline, attempt)
                        .whenComplete((session, failure) -> {
                            if (failure == null) {
                                judged.complete(session);
                            } else {
                                judged.completeExceptionally(failure);
                            }
                        }));
        try {
            deadline.await(judged);
        } catch (ExecutionException failed) {
            throw ProbeFailure.in(failed);
        }
        clock.turnTo(Phase.REQUEST);
    }

    /** The server said no, and what it said. */
    ProbeFailure refused(String what, String answer) {
        return failure("dialog.refused", what, quoted(answer));
    }

    private ProbeFailure failure(String key, Object... arguments) {
        return new ProbeFailure(Outcome.FAILED, clock.running(), 0, Sentence.of(key, arguments));
    }

    /** A server's text as it may stand in a result: one line of limited length, without control characters. */
    public static String quoted(String text) {
        String printable = text.strip().replaceAll("[\\p{Cntrl}\\uFFFD]+", " ");
        return printable.length() <= LONGEST_QUOTE ? printable : printable.substring(0, LONGEST_QUOTE) + "…";
    }
}
