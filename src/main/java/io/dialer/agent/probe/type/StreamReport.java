package io.dialer.agent.probe.type;

import io.dialer.agent.probe.Messages;
import io.dialer.agent.probe.Phase;
import io.dialer.agent.probe.Phases;
import io.dialer.agent.probe.net.Attempt;
import io.dialer.agent.probe.net.CertificateReport;
import io.dialer.agent.probe.net.Endpoint;
import io.dialer.agent.probe.net.HostPort;
import io.dialer.agent.probe.net.TlsSession;
import io.dialer.agent.probe.net.Tried;
import io.netty.util.NetUtil;
import io.vertx.core.json.JsonObject;
import java.net.InetAddress;
import java.time.Instant;

/** The details of a {@code tcp} or {@code tls} result, under the names that the backend's pages read. Pure. */
final class StreamReport {
    private StreamReport() {}

    static JsonObject of(Endpoint endpoint, Attempt<?> attempt, Phases phases, int errno, Messages messages) {
        JsonObject details = new JsonObject()
                .put("target", new HostPort(endpoint.host(), endpoint.port()).toString())
                .put("host", endpoint.host())
                .put("port", endpoint.port())
                .put("execution_time", phases.totalNanos() / 1e9)
                .put("return_code", errno)
                .put("response_time", phases.totalNanos() / 1e6)
                .put("resolved_ip", address(attempt))
                .put("dns_time", phases.millis(Phase.RESOLVE))
                .put("connect_time", phases.millis(Phase.CONNECT))
                .put("ssl_time", phases.millis(Phase.TLS))
                .put("phases", phases.toJson());
        TlsSession tls = attempt.tls();
        if (tls != null) {
            details.put("tls", CertificateReport.handshake(tls));
            details.put("certificate", CertificateReport.certificate(tls, Instant.now()));
        }
        if (!attempt.tried().isEmpty()) {
            details.put("addresses_tried", Tried.toJson(attempt.tried(), messages));
        }
        return details;
    }

    private static String address(Attempt<?> attempt) {
        InetAddress address = attempt.address();
        return address == null ? "" : NetUtil.toAddressString(address);
    }
}
