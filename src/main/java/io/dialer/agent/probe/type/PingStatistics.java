package io.dialer.agent.probe.type;

import io.dialer.agent.probe.Sentence;
import io.dialer.agent.probe.net.Errno;
import io.dialer.agent.probe.net.icmp.EchoEvent;
import io.dialer.agent.probe.net.icmp.SystemPingRun;
import io.netty.util.NetUtil;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** What became of the requests of one run. Belongs to the run's thread; times in ms. */
final class PingStatistics {
    private static final double NANOS_PER_MILLI = 1e6;

    private final double[] roundTrips;
    private final boolean[] settled;
    private final Map<Sentence, Integer> errors = new LinkedHashMap<>();
    private int sent;
    private int received;
    private int unsettled;
    private int duplicates;
    private int reordered;
    private int highestAnswered = -1;
    private int hopLimit;
    private int lastErrno;

    PingStatistics(int count) {
        roundTrips = new double[count];
        Arrays.fill(roundTrips, Double.NaN);
        settled = new boolean[count];
        unsettled = count;
    }

    /** Counts one more request and returns its sequence, from 0. Requests that the kernel refuses count too. */
    int sending() {
        return sent++;
    }

    /** The kernel refused to send. */
    void refused(int sequence, int errno) {
        lastErrno = errno;
        errors.merge(Errno.numbered(errno), 1, Integer::sum);
        settle(sequence);
    }

    /** A whole run of the system's ping, which does not say which of the requests the kernel refused. */
    void take(SystemPingRun run) {
        while (sent < run.sent()) {
            sending();
        }
        run.events().forEach(this::answered);
        for (int errno : run.refusals()) {
            lastErrno = errno;
            errors.merge(Errno.numbered(errno), 1, Integer::sum);
        }
    }

    /** Something came back. A reply that comes after an error for the same request still counts as received. */
    void answered(EchoEvent event) {
        switch (event) {
            case EchoEvent.Reply reply -> replied(reply);
            case EchoEvent.Refusal refusal -> {
                errors.merge(
                        Sentence.of("ping.from", refusal.text(), NetUtil.toAddressString(refusal.from())),
                        1,
                        Integer::sum);
                settle(refusal.sequence());
            }
        }
    }

    private void replied(EchoEvent.Reply reply) {
        int sequence = reply.sequence();
        if (!Double.isNaN(roundTrips[sequence])) {
            duplicates++;
            return;
        }
        if (sequence < highestAnswered) {
            reordered++;
        }
        highestAnswered = Math.max(highestAnswered, sequence);
        roundTrips[sequence] = reply.roundTripNanos() / NANOS_PER_MILLI;
        hopLimit = reply.hopLimit();
        received++;
        settle(sequence);
    }

    private void settle(int sequence) {
        if (!settled[sequence]) {
            settled[sequence] = true;
            unsettled--;
        }
    }

    /** True when every request was sent and answered or refused: nothing is left to wait for. */
    boolean isComplete() {
        return unsettled == 0;
    }

    int sent() {
        return sent;
    }

    int received() {
        return received;
    }

    /** Percent of the requests without a reply; 100 where none was sent. */
    double loss() {
        return sent == 0 ? 100 : 100.0 * (sent - received) / sent;
    }

    int duplicates() {
        return duplicates;
    }

    /** Replies that came after one to a later request. */
    int reordered() {
        return reordered;
    }

    /** The last reply's TTL or hop limit; 0 without one. */
    int hopLimit() {
        return hopLimit;
    }

    /** The error number of the last request that the kernel refused; 0 when it refused none. */
    int lastErrno() {
        return lastErrno;
    }

    /** How often each error occurred, in the order of their first occurrence. */
    Map<Sentence, Integer> errors() {
        return errors;
    }

    /** The round trips of the answered requests, in the order of sending. */
    double[] roundTrips() {
        return Arrays.stream(roundTrips).filter(time -> !Double.isNaN(time)).toArray();
    }

    double fastest() {
        return answered().min().orElse(0);
    }

    double average() {
        return answered().average().orElse(0);
    }

    double slowest() {
        return answered().max().orElse(0);
    }

    /** The standard deviation of all round trips (not of a sample), as iputils' {@code mdev}. */
    double deviation() {
        double average = average();
        return Math.sqrt(answered()
                .map(time -> (time - average) * (time - average))
                .average()
                .orElse(0));
    }

    /** The mean absolute difference between consecutive round trips; 0 with fewer than two. */
    double jitter() {
        double[] times = roundTrips();
        return IntStream.range(1, times.length)
                .mapToDouble(index -> Math.abs(times[index] - times[index - 1]))
                .average()
                .orElse(0);
    }

    private DoubleStream answered() {
        return Arrays.stream(roundTrips());
    }
}
