package io.dialer.agent.probe.net;

import io.dialer.agent.probe.Deadline;
import io.dialer.agent.probe.Outcome;
import io.dialer.agent.probe.PhaseClock;
import io.dialer.agent.probe.Sentence;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * What a server sent and a worker has not read yet. The event loop fills it, the worker empties it; more is read from the
 * socket only when the worker waits for it.
 */
final class Inbox extends SimpleChannelInboundHandler<ByteBuf> {
    private final Channel channel;
    private final PhaseClock clock;
    private byte[] unread = new byte[1024];
    private int from;
    private int to;
    /** Up to here there is no line's end. */
    private int searched;

    private long received;
    private boolean ended;
    private @Nullable ProbeFailure failure;

    Inbox(Channel channel, PhaseClock clock) {
        this.channel = channel;
        this.clock = clock;
    }

    @Override
    protected synchronized void channelRead0(ChannelHandlerContext context, ByteBuf octets) {
        int count = octets.readableBytes();
        received += count;
        if (received > Conversation.MOST_BYTES) {
            end(tooMuch("dialog.too_much", Conversation.MOST_BYTES));
            return;
        }
        if (to + count > unread.length) {
            unread = Arrays.copyOfRange(unread, from, from + Math.max(2 * (to - from), to - from + count));
            searched -= from;
            to -= from;
            from = 0;
        }
        octets.readBytes(unread, to, count);
        to += count;
        notifyAll();
    }

    @Override
    public synchronized void channelInactive(ChannelHandlerContext context) {
        ended = true;
        notifyAll();
    }

    @Override
    public synchronized void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        int errno = Errno.of(cause);
        end(
                cause.getCause() instanceof SSLException
                        ? TlsFailures.of(cause)
                        : new ProbeFailure(
                                Errno.outcomeOf(errno), clock.running(), errno, Errno.sentence(errno, cause)));
        context.close();
    }

    private synchronized void end(ProbeFailure why) {
        if (failure == null) {
            failure = why;
        }
        ended = true;
        notifyAll();
    }

    synchronized boolean hasUnread() {
        return to > from;
    }

    /** The first line, without its end; null where it has not ended yet. */
    synchronized byte @Nullable [] takeLine() throws ProbeFailure {
        for (int at = Math.max(from, searched); at < to; at++) {
            if (unread[at] == '\n') {
                boolean carriageReturn = at > from && unread[at - 1] == '\r';
                byte[] line = Arrays.copyOfRange(unread, from, carriageReturn ? at - 1 : at);
                from = at + 1;
                searched = from;
                if (line.length > Conversation.MOST_LINE_BYTES) {
                    throw tooMuch("dialog.line_too_long", Conversation.MOST_LINE_BYTES);
                }
                return line;
            }
        }
        searched = to;
        if (to - from > Conversation.MOST_LINE_BYTES) {
            throw tooMuch("dialog.line_too_long", Conversation.MOST_LINE_BYTES);
        }
        return null;
    }

    synchronized byte @Nullable [] take(int count) {
        if (to - from < count) {
            return null;
        }
        from += count;
        return Arrays.copyOfRange(unread, from - count, from);
    }

    synchronized byte[] takeRest() {
        byte[] rest = Arrays.copyOfRange(unread, from, to);
        from = to;
        return rest;
    }

    synchronized void throwFailure() throws ProbeFailure {
        if (failure != null) {
            throw failure;
        }
    }

    /** Waits until more is there; false where nothing will come any more. */
    synchronized boolean awaitMore(Deadline deadline) throws ProbeFailure, TimeoutException, InterruptedException {
        long before = received;
        if (!ended) {
            channel.read();
        }
        while (received == before && !ended) {
            long nanos = deadline.remainingNanos();
            if (nanos == 0) {
                throw new TimeoutException();
            }
            TimeUnit.NANOSECONDS.timedWait(this, nanos);
        }
        throwFailure();
        return received > before;
    }

    private ProbeFailure tooMuch(String key, int most) {
        return new ProbeFailure(Outcome.FAILED, clock.running(), 0, Sentence.of(key, Integer.toString(most)));
    }
}
