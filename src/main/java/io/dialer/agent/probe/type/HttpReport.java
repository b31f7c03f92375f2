package io.dialer.agent.probe.type;

import io.dialer.agent.probe.Messages;
import io.dialer.agent.probe.Phase;
import io.dialer.agent.probe.Phases;
import io.dialer.agent.probe.net.CertificateReport;
import io.dialer.agent.probe.net.TlsSession;
import io.dialer.agent.probe.net.http.HttpFetch;
import io.dialer.agent.probe.net.http.HttpHop;
import io.netty.util.NetUtil;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The details of an {@code http} result: what was measured, under the names that the backend's pages read. Pure. */
final class HttpReport {
    private HttpReport() {}

    static JsonObject of(HttpFetch fetch, Phases phases, Messages messages) {
        HttpHop last = fetch.last();
        JsonObject details = new JsonObject()
                .put("dns_time", phases.millis(Phase.RESOLVE))
                .put("tcp_time", phases.millis(Phase.CONNECT))
                .put("connect_time", phases.millis(Phase.CONNECT))
                .put("ssl_time", phases.millis(Phase.TLS))
                .put("first_byte_time", phases.millis(Phase.FIRST_BYTE))
                .put("download_time", phases.millis(Phase.TRANSFER))
                .put(
                        "http_time",
                        phases.millis(Phase.REQUEST) + phases.millis(Phase.FIRST_BYTE) + phases.millis(Phase.TRANSFER))
                .put("phases", PhaseReport.of(phases))
                .put("status_code", last.status())
                .put("response_headers", headers(last))
                .put("content_length", contentLength(last))
                .put("body_bytes", last.bodyBytes())
                .put("dns_ips", addresses(last))
                .put("final_url", last.url().toString())
                .put("resolved_ip", last.address() == null ? "" : NetUtil.toAddressString(last.address()))
                .put("protocol", last.protocol())
                .put("redirects", redirects(fetch));
        if (last.proxy() != null) {
            details.put("proxy", last.proxy().toString());
        }
        JsonArray challenges = challenges(fetch);
        if (!challenges.isEmpty()) {
            details.put("challenges", challenges);
        }
        if (fetch.truncated()) {
            details.put("body_truncated", true);
        }
        if (!last.tried().isEmpty()) {
            details.put("addresses_tried", StreamReport.tried(last.tried(), messages));
        }
        TlsSession tls = last.tls();
        if (tls != null) {
            details.put("tls", CertificateReport.handshake(tls));
            details.put("certificate", CertificateReport.certificate(tls, Instant.now()));
        }
        return details;
    }

    /** The name under which the reason of a failure stands. */
    static String errorField(Phase phase) {
        return switch (phase) {
            case RESOLVE -> "dns_error";
            case CONNECT -> "tcp_error";
            case TLS -> "ssl_error";
            case REQUEST, FIRST_BYTE, TRANSFER, CHECK -> "http_error";
        };
    }

    private static JsonArray redirects(HttpFetch fetch) {
        JsonArray redirects = new JsonArray();
        for (HttpHop hop : fetch.hops().subList(0, fetch.hops().size() - 1)) {
            if (!hop.redirects()) {
                continue;
            }
            redirects.add(new JsonObject()
                    .put("url", hop.url().toString())
                    .put("status_code", hop.status())
                    .put("location", hop.header("location").orElse(""))
                    .put("resolved_ip", hop.address() == null ? "" : NetUtil.toAddressString(hop.address()))
                    .put("phases", PhaseReport.of(hop.phases())));
        }
        return redirects;
    }

    /** Rounds that only brought what the next one answers; their time is part of the whole. */
    private static JsonArray challenges(HttpFetch fetch) {
        JsonArray challenges = new JsonArray();
        for (HttpHop hop : fetch.hops().subList(0, fetch.hops().size() - 1)) {
            if (!hop.redirects()) {
                challenges.add(new JsonObject()
                        .put("url", hop.url().toString())
                        .put("status_code", hop.status())
                        .put("phases", PhaseReport.of(hop.phases())));
            }
        }
        return challenges;
    }

    /** Values of a header that occurs more than once are joined, as RFC 9110, section 5.3 allows. */
    private static JsonObject headers(HttpHop hop) {
        JsonObject headers = new JsonObject();
        Map<String, String> spelling = new HashMap<>();
        hop.headers().forEach(header -> {
            String name = spelling.computeIfAbsent(header.getKey().toLowerCase(Locale.ROOT), unseen -> header.getKey());
            String before = headers.getString(name);
            headers.put(name, before == null ? header.getValue() : before + ", " + header.getValue());
        });
        return headers;
    }

    /** As announced, else as read. */
    private static long contentLength(HttpHop hop) {
        try {
            return hop.header("content-length").map(Long::parseLong).orElse(hop.bodyBytes());
        } catch (NumberFormatException odd) {
            return hop.bodyBytes();
        }
    }

    private static JsonArray addresses(HttpHop hop) {
        JsonArray addresses = new JsonArray();
        hop.addresses().stream().map(NetUtil::toAddressString).forEach(addresses::add);
        return addresses;
    }
}
