package io.dialer.agent.probe.net.icmp;

import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * A request on its way, until its session ends. It is known to the receiver before it is sent, and takes its time last of
 * all, so that nothing of ours lies between the look at the clock and the kernel.
 */
final class PendingEcho {
    private final EchoSession session;
    private final int sequence;
    private long sentNanos;
    /** Written last, read first: it makes the other moment visible to the receiver's thread, too. */
    private volatile long sentEpochNanos;

    /**
     * @param session who sends it
     * @param sequence the session's own number for it
     */
    PendingEcho(EchoSession session, int sequence) {
        this.session = session;
        this.sequence = sequence;
    }

    EchoSession session() {
        return session;
    }

    int sequence() {
        return sequence;
    }

    /** It is sent now. The monotonic clock is read first, so that its figure is never the smaller one. */
    void sentNow() {
        long nanos = System.nanoTime();
        Instant now = Instant.now();
        sentAt(nanos, TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano());
    }

    /**
     * @param nanos by {@link System#nanoTime()}
     * @param epochNanos by CLOCK_REALTIME, on which the kernel stamps what it receives
     */
    void sentAt(long nanos, long epochNanos) {
        sentNanos = nanos;
        sentEpochNanos = epochNanos;
    }

    /**
     * The round trip until the kernel received the answer. Where the kernel did not say, or the wall clock was set
     * meanwhile (negative, or more than the monotonic clock saw), until we read it.
     *
     * @param readNanos when the answer was read, by {@link System#nanoTime()}
     * @param receivedEpochNanos the kernel's stamp; 0: none
     */
    long roundTripNanos(long readNanos, long receivedEpochNanos) {
        long seenByKernel = receivedEpochNanos - sentEpochNanos;
        long seenByUs = readNanos - sentNanos;
        return receivedEpochNanos == 0 || seenByKernel < 0 || seenByKernel > seenByUs ? seenByUs : seenByKernel;
    }
}
