package io.dialer.agent.probe.type;

import io.dialer.agent.probe.Deadline;
import io.dialer.agent.probe.Measurement;
import io.dialer.agent.probe.Messages;
import io.dialer.agent.probe.Outcome;
import io.dialer.agent.probe.Phase;
import io.dialer.agent.probe.PhaseClock;
import io.dialer.agent.probe.Phases;
import io.dialer.agent.probe.Probe;
import io.dialer.agent.probe.Sentence;
import io.dialer.agent.probe.net.Errno;
import io.dialer.agent.probe.net.HostPort;
import io.dialer.agent.probe.net.ProbeFailure;
import io.dialer.agent.probe.net.ProbeNetwork;
import io.dialer.agent.probe.net.icmp.EchoSession;
import io.dialer.agent.probe.net.icmp.EchoShape;
import io.dialer.agent.probe.net.icmp.IcmpUnavailable;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Finds the routers on the way to a target by ICMP echo, as {@code traceroute -I} does. */
final class TracerouteProbe implements Probe {
    private final String host;
    private final TraceOptions options;
    private final ProbeNetwork network;
    private final Messages messages;

    TracerouteProbe(String host, TraceOptions options, ProbeNetwork network, Messages messages) {
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
        PhaseClock clock = new PhaseClock(Phase.RESOLVE, deadline.startedNanos());
        try {
            InetAddress target = network.firstAddress(new HostPort(host, 0), options.ipVersion(), deadline);
            clock.enter(Phase.FIRST_BYTE);
            return trace(target, clock, deadline);
        } catch (ProbeFailure failure) {
            return ended(clock, null, List.of(), failure.outcome(), failure.phase(), failure.words());
        } catch (TimeoutException late) {
            return ended(clock, null, List.of(), Outcome.TIMEOUT, Phase.RESOLVE, Sentence.of("timeout.resolve"));
        }
    }

    private Measurement trace(InetAddress target, PhaseClock clock, Deadline deadline) throws InterruptedException {
        EchoShape shape = new EchoShape(Trace.PAYLOAD_BYTES, false);
        try (EchoSession session = network.icmp().open(target, options.source(), shape)) {
            Trace trace = new Trace(session, target, options, deadline);
            boolean inTime = trace.go();
            return judged(clock, target, trace, inTime);
        } catch (IcmpUnavailable unavailable) {
            return ended(clock, target, List.of(), Outcome.ERROR, null, unavailable.sentence());
        }
    }

    private Measurement judged(PhaseClock clock, InetAddress target, Trace trace, boolean inTime) {
        List<TraceHop> hops = trace.hops();
        TraceHop last = hops.isEmpty() ? null : hops.getLast();
        if (last != null && last.isTarget()) {
            Sentence reached = Sentence.of("traceroute.reached", Integer.toString(last.distance()));
            return ended(clock, target, hops, Outcome.SUCCESS, null, reached);
        }
        if (trace.refusedErrno() != 0) {
            int errno = trace.refusedErrno();
            Outcome outcome = Errno.isOurFault(errno) ? Outcome.ERROR : Outcome.FAILED;
            return ended(clock, target, hops, outcome, Phase.CONNECT, Errno.numbered(errno));
        }
        Sentence refusal = last == null ? null : last.refusal();
        if (last != null && refusal != null) {
            Sentence refused = Sentence.of(
                    "traceroute.refused",
                    Integer.toString(last.distance()),
                    last.addresses().getLast().getHostAddress(),
                    refusal);
            return ended(clock, target, hops, Outcome.FAILED, Phase.CONNECT, refused);
        }
        if (!inTime) {
            Sentence late = Sentence.of("traceroute.time_up", Integer.toString(hops.size()));
            return ended(clock, target, hops, Outcome.TIMEOUT, Phase.FIRST_BYTE, late);
        }
        Sentence lost = Sentence.of("traceroute.not_reached", Integer.toString(hops.size()));
        return ended(clock, target, hops, Outcome.FAILED, Phase.FIRST_BYTE, lost);
    }

    private Measurement ended(
            PhaseClock clock,
            @Nullable InetAddress target,
            List<TraceHop> hops,
            Outcome outcome,
            @Nullable Phase phase,
            Sentence words) {
        Phases phases = clock.stop();
        String message = messages.text(
                Sentence.of(outcome == Outcome.SUCCESS ? "traceroute.success" : "traceroute.failed", host, words));
        return new Measurement(outcome, phase, message, TraceReport.of(host, target, hops, phases, messages))
                .lasting(phases);
    }
}
