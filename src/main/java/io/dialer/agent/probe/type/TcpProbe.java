package io.dialer.agent.probe.type;

import io.dialer.agent.probe.Deadline;
import io.dialer.agent.probe.Measurement;
import io.dialer.agent.probe.Messages;
import io.dialer.agent.probe.Outcome;
import io.dialer.agent.probe.Phase;
import io.dialer.agent.probe.PhaseClock;
import io.dialer.agent.probe.Phases;
import io.dialer.agent.probe.Probe;
import io.dialer.agent.probe.net.Attempt;
import io.dialer.agent.probe.net.CertificateReport;
import io.dialer.agent.probe.net.Connector;
import io.dialer.agent.probe.net.Endpoint;
import io.dialer.agent.probe.net.HostPort;
import io.dialer.agent.probe.net.ProbeFailure;
import io.dialer.agent.probe.net.TlsSession;
import io.dialer.agent.probe.net.TlsSettings;
import io.netty.util.NetUtil;
import io.vertx.core.json.JsonObject;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/** Opens a connection, with TLS where asked for, and closes it. */
final class TcpProbe implements Probe {
    private final Connector connector;
    private final Endpoint endpoint;
    private final Duration timeout;
    private final Messages messages;

    TcpProbe(Connector connector, Endpoint endpoint, Duration timeout, Messages messages) {
        this.connector = connector;
        this.endpoint = endpoint;
        this.timeout = timeout;
        this.messages = messages;
    }

    @Override
    public Duration timeout() {
        return timeout;
    }

    @Override
    public Measurement run(Deadline deadline) throws InterruptedException {
        PhaseClock clock = new PhaseClock(Phase.RESOLVE, deadline.startedNanos());
        try (Attempt<Phases> attempt = connector.open(
                endpoint, clock, deadline, connection -> CompletableFuture.completedFuture(clock.stop()))) {
            try {
                Phases phases = deadline.await(attempt.outcome());
                return opened(attempt, phases).lasting(phases);
            } catch (ExecutionException failed) {
                return failed(attempt, clock, ProbeFailure.in(failed));
            } catch (TimeoutException late) {
                return failed(attempt, clock, ProbeFailure.timeoutIn(clock.running()));
            }
        }
    }

    private Measurement opened(Attempt<Phases> attempt, Phases phases) {
        TlsSettings tls = endpoint.tls();
        Instant end = tls == null ? null : tls.endsTooSoon(attempt.tls());
        if (tls != null && end != null) {
            String reason = messages.text("tls.min_days", end, Integer.toString(tls.leastDays()));
            return new Measurement(
                    Outcome.FAILED,
                    Phase.TLS,
                    messages.text("tcp.failed", target(), reason),
                    details(attempt, phases, 0).put("connected", true));
        }
        return new Measurement(
                Outcome.SUCCESS,
                null,
                messages.text("tcp.success", target()),
                details(attempt, phases, 0).put("connected", true));
    }

    private Measurement failed(Attempt<Phases> attempt, PhaseClock clock, ProbeFailure failure) {
        Phases phases = clock.stop();
        Measurement measurement = new Measurement(
                failure.outcome(),
                failure.phase(),
                messages.text("tcp.failed", target(), FailureWords.of(failure, messages)),
                details(attempt, phases, failure.errno()).put("connected", failure.phase() == Phase.TLS));
        return measurement.lasting(phases);
    }

    private JsonObject details(Attempt<Phases> attempt, Phases phases, int errno) {
        JsonObject details = new JsonObject()
                .put("target", target())
                .put("host", endpoint.host())
                .put("port", endpoint.port())
                .put("execution_time", phases.totalNanos() / 1e9)
                .put("return_code", errno)
                .put("response_time", phases.totalNanos() / 1e6)
                .put("resolved_ip", address(attempt))
                .put("dns_time", phases.millis(Phase.RESOLVE))
                .put("connect_time", phases.millis(Phase.CONNECT))
                .put("ssl_time", phases.millis(Phase.TLS))
                .put("phases", PhaseReport.of(phases));
        TlsSession tls = attempt.tls();
        if (tls != null) {
            details.put("tls", CertificateReport.handshake(tls));
            details.put("certificate", CertificateReport.certificate(tls, Instant.now()));
        }
        return details;
    }

    private String target() {
        return new HostPort(endpoint.host(), endpoint.port()).toString();
    }

    private static String address(Attempt<Phases> attempt) {
        InetAddress address = attempt.address();
        return address == null ? "" : NetUtil.toAddressString(address);
    }
}
