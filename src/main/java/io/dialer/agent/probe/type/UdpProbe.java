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
import io.dialer.agent.probe.UserPattern;
import io.dialer.agent.probe.net.Conversation;
import io.dialer.agent.probe.net.DatagramExchange;
import io.dialer.agent.probe.net.ProbeFailure;
import io.dialer.agent.probe.net.ProbeNetwork;
import io.netty.util.NetUtil;
import io.vertx.core.json.JsonObject;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Sends one datagram; the first that comes back is the answer. */
final class UdpProbe implements Probe {
    /** So much of an answer is kept. */
    private static final int MOST_SHOWN = 256;

    private final UdpPlan plan;
    private final ProbeNetwork network;
    private final Messages messages;

    UdpProbe(UdpPlan plan, ProbeNetwork network, Messages messages) {
        this.plan = plan;
        this.network = network;
        this.messages = messages;
    }

    @Override
    public Duration timeout() {
        return plan.timeout();
    }

    @Override
    public Measurement run(Deadline deadline) throws InterruptedException {
        Run run = new Run(new PhaseClock(Phase.RESOLVE, deadline.startedNanos()));
        try {
            exchange(run, deadline);
            return ended(run, null);
        } catch (ProbeFailure failed) {
            return ended(run, failed);
        } catch (TimeoutException late) {
            return ended(run, ProbeFailure.timeoutIn(run.clock.running()));
        }
    }

    /** What a run has come to. */
    private static final class Run {
        private final PhaseClock clock;
        private @Nullable InetAddress address;
        private byte @Nullable [] answer;

        Run(PhaseClock clock) {
            this.clock = clock;
        }
    }

    private void exchange(Run run, Deadline deadline) throws ProbeFailure, TimeoutException, InterruptedException {
        InetAddress address = network.firstAddress(plan.target(), plan.ipVersion(), deadline);
        run.address = address;
        run.clock.enter(Phase.CONNECT);
        InetSocketAddress target = new InetSocketAddress(address, plan.target().port());
        try (DatagramExchange exchange = DatagramExchange.open(target, plan.source())) {
            run.clock.enter(Phase.REQUEST);
            exchange.send(plan.payload().getBytes());
            run.clock.enter(Phase.FIRST_BYTE);
            byte[] answer = exchange.receive(deadline);
            run.clock.enter(Phase.CHECK);
            run.answer = answer;
            check(answer, deadline);
        }
    }

    private void check(byte[] answer, Deadline deadline) throws ProbeFailure {
        UserPattern expect = plan.expect();
        String text = new String(answer, StandardCharsets.UTF_8);
        if (expect != null) {
            switch (expect.findIn(text, deadline)) {
                case FOUND -> {}
                case ABSENT ->
                    throw ProbeFailure.said(Phase.CHECK, "udp.unmatched", expect.toString(), Conversation.quoted(text));
                case UNDECIDED -> throw ProbeFailure.said(Phase.CHECK, "udp.undecided", expect.toString());
            }
        }
        byte[] expected = plan.expectedBytes().getBytes();
        if (!contains(answer, expected)) {
            throw ProbeFailure.said(Phase.CHECK, "udp.unmatched", HexFormat.of().formatHex(expected), shown(answer));
        }
    }

    private static boolean contains(byte[] answer, byte[] wanted) {
        for (int at = 0; at + wanted.length <= answer.length; at++) {
            if (Arrays.equals(answer, at, at + wanted.length, wanted, 0, wanted.length)) {
                return true;
            }
        }
        return false;
    }

    private static String shown(byte[] answer) {
        String hex = HexFormat.of().formatHex(answer, 0, Math.min(answer.length, MOST_SHOWN));
        return answer.length > MOST_SHOWN ? hex + "…" : hex;
    }

    private Measurement ended(Run run, @Nullable ProbeFailure failure) {
        Phases phases = run.clock.stop();
        JsonObject details = new JsonObject()
                .put("target", plan.target().toString())
                .put("host", plan.target().host())
                .put("port", plan.target().port())
                .put("resolved_ip", run.address == null ? "" : NetUtil.toAddressString(run.address))
                .put("return_code", failure == null ? 0 : failure.errno())
                .put("execution_time", phases.totalNanos() / 1e9)
                .put("response_time", phases.totalNanos() / 1e6)
                .put("dns_time", phases.millis(Phase.RESOLVE))
                .put("phases", phases.toJson());
        byte[] answer = run.answer;
        if (answer != null) {
            details.put("answer", Conversation.quoted(new String(answer, StandardCharsets.UTF_8)))
                    .put("answer_hex", shown(answer))
                    .put("answer_bytes", answer.length);
        }
        Sentence words = failure == null
                ? Sentence.of(
                        "udp.success", plan.target().toString(), Integer.toString(answer == null ? 0 : answer.length))
                : Sentence.of("udp.failed", plan.target().toString(), failure.words());
        return new Measurement(
                        failure == null ? Outcome.SUCCESS : failure.outcome(),
                        failure == null ? null : failure.phase(),
                        messages.text(words),
                        details)
                .lasting(phases);
    }
}
