package io.dialer.agent.probe.type;

import io.dialer.agent.probe.Deadline;
import io.dialer.agent.probe.Measurement;
import io.dialer.agent.probe.Messages;
import io.dialer.agent.probe.Outcome;
import io.dialer.agent.probe.Phase;
import io.dialer.agent.probe.Probe;
import io.dialer.agent.probe.net.HostPort;
import io.dialer.agent.probe.net.IpVersion;
import io.dialer.agent.probe.net.ProbeFailure;
import io.dialer.agent.probe.net.ProbeNetwork;
import io.dialer.agent.probe.net.Resolver;
import io.dialer.agent.probe.net.icmp.EchoEvent;
import io.dialer.agent.probe.net.icmp.EchoSession;
import io.dialer.agent.probe.net.icmp.EchoShape;
import io.dialer.agent.probe.net.icmp.IcmpUnavailable;
import io.dialer.agent.probe.net.icmp.PingOrder;
import io.dialer.agent.probe.net.icmp.SourceAddress;
import io.dialer.agent.probe.net.icmp.SystemPing;
import io.dialer.agent.probe.net.icmp.SystemPingRun;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/**
 * Sends ICMP echo requests at a fixed pace and ends as soon as every one of them has its answer, or {@code wait_ms} after
 * the last. Names are resolved once; the first address is the one that is asked, unless no route leads there.
 */
final class PingProbe implements Probe {
    private final String host;
    private final PingOptions options;
    private final ProbeNetwork network;
    private final Messages messages;

    PingProbe(String host, PingOptions options, ProbeNetwork network, Messages messages) {
        this.host = host;
        this.options = options;
        this.network = network;
        this.messages = messages;
    }

    @Override
    public Duration timeout() {
        return options.timeout();
    }

    @Override
    public Measurement run(Deadline deadline) throws InterruptedException {
        PingReport report = new PingReport(host, options, messages, deadline.startedNanos());
        try {
            InetAddress target = reachable(network.resolver().first(host, options.ipVersion(), deadline), deadline);
            network.require(new HostPort(host, 0), target);
            report.resolved(target);
            return ping(target, report, deadline);
        } catch (TimeoutException cutOff) {
            return report.failure(Outcome.TIMEOUT, Phase.RESOLVE, messages.text("ping.resolve_cut_off", host));
        } catch (ProbeFailure failure) {
            return report.failure(
                    failure.outcome(),
                    failure.phase(),
                    failure.phase() == Phase.RESOLVE
                            ? messages.text("ping.resolve_failed", messages.text(failure.words()))
                            : messages.text(failure.words()));
        }
    }

    /** IPv6 where no route leads to the IPv4 address and both will do. */
    private InetAddress reachable(InetAddress first, Deadline deadline) throws InterruptedException, TimeoutException {
        if (options.ipVersion() != IpVersion.ANY
                || !(first instanceof Inet4Address)
                || Resolver.literal(host).isPresent()
                || SourceAddress.towards(first).isPresent()) {
            return first;
        }
        try {
            return deadline.await(network.resolver().resolve(host, IpVersion.V6)).stream()
                    .filter(other -> SourceAddress.towards(other).isPresent())
                    .findFirst()
                    .orElse(first);
        } catch (ExecutionException noOther) {
            return first;
        }
    }

    private Measurement ping(InetAddress target, PingReport report, Deadline deadline) throws InterruptedException {
        EchoShape shape = new EchoShape(options.size(), options.dontFragment());
        PingStatistics statistics = new PingStatistics(options.count());
        try (EchoSession session = network.icmp().open(target, options.source(), shape)) {
            boolean cutOff = !exchange(session, statistics, deadline);
            return report.measured(statistics, cutOff);
        } catch (IcmpUnavailable unavailable) {
            return unavailable.othersMay()
                    ? pingByTheSystem(target, report, deadline, unavailable)
                    : report.unavailable(unavailable);
        }
    }

    private Measurement pingByTheSystem(
            InetAddress target, PingReport report, Deadline deadline, IcmpUnavailable missing)
            throws InterruptedException {
        PingOrder order = new PingOrder(
                target,
                options.source(),
                new EchoShape(options.size(), options.dontFragment()),
                options.count(),
                options.interval(),
                options.finalWait(),
                options.timeToLive());
        try {
            SystemPing program = SystemPing.find().orElseThrow(IcmpUnavailable::noProgram);
            SystemPingRun run = program.run(order, deadline);
            PingStatistics statistics = new PingStatistics(options.count());
            statistics.take(run);
            report.measuredByTheSystem(missing);
            return report.measured(statistics, run.cutOff());
        } catch (IcmpUnavailable neither) {
            return report.unavailable(missing.and(neither));
        }
    }

    /** Sends and receives; false when the deadline came before the run's own end. */
    private boolean exchange(EchoSession session, PingStatistics statistics, Deadline deadline)
            throws InterruptedException {
        long nextSendNanos = System.nanoTime();
        long lastSentNanos = nextSendNanos;
        while (!statistics.isComplete()) {
            long now = System.nanoTime();
            if (deadline.passed()) {
                takeWhatIsThere(session, statistics);
                return statistics.isComplete();
            }
            boolean allSent = statistics.sent() == options.count();
            if (!allSent && now - nextSendNanos >= 0) {
                send(session, statistics);
                lastSentNanos = System.nanoTime();
                nextSendNanos = Math.max(nextSendNanos + options.interval().toNanos(), now);
                continue;
            }
            long ownEndNanos = allSent ? lastSentNanos + options.finalWait().toNanos() : nextSendNanos;
            EchoEvent event = session.next(earlier(ownEndNanos, deadline.atNanos()));
            if (event != null) {
                statistics.answered(event);
            } else if (allSent && System.nanoTime() - ownEndNanos >= 0) {
                return true;
            }
        }
        return true;
    }

    /** Answers that came in time but were not looked at yet; no more than were asked for, whatever is flooding in. */
    private void takeWhatIsThere(EchoSession session, PingStatistics statistics) throws InterruptedException {
        for (int taken = 0; taken < options.count(); taken++) {
            EchoEvent event = session.next(System.nanoTime());
            if (event == null) {
                return;
            }
            statistics.answered(event);
        }
    }

    private void send(EchoSession session, PingStatistics statistics) {
        int sequence = statistics.sending();
        int errno = session.send(sequence, options.timeToLive());
        if (errno != 0) {
            statistics.refused(sequence, errno);
        }
    }

    private static long earlier(long nanos, long otherNanos) {
        return nanos - otherNanos < 0 ? nanos : otherNanos;
    }
}
