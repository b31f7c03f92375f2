package io.dialer.agent.probe.net.http;

import io.dialer.agent.probe.Messages;
import io.dialer.agent.probe.Phase;
import io.dialer.agent.probe.Phases;
import io.dialer.agent.probe.net.CertificateReport;
import io.dialer.agent.probe.net.TlsSession;
import io.dialer.agent.probe.net.Tried;
import io.netty.util.NetUtil;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What was measured of a call, under the names that the backend's pages read; times in ms. Pure. */
public final class HttpReport {
    private HttpReport() {}

    /** How long what took. */
    public static JsonObject times(Phases phases) {
        return new JsonObject()
                .put("dns_time", phases.millis(Phase.RESOLVE))
                .put("tcp_time", phases.millis(Phase.CONNECT))
                .put("connect_time", phases.millis(Phase.CONNECT))
                .put("ssl_time", phases.millis(Phase.TLS))
                .put("first_byte_time", phases.millis(Phase.FIRST_BYTE))
                .put("download_time", phases.millis(Phase.TRANSFER))
                .put(
                        "http_time",
                        phases.millis(Phase.REQUEST) + phases.millis(Phase.FIRST_BYTE) + phases.millis(Phase.TRANSFER))
                .put("phases", phases.toJson());
    }

    /** Which way the call took, and with whom it ended. */
    public static JsonObject way(HttpFetch fetch, Messages messages) {
        HttpHop last = fetch.last();
        JsonObject way = new JsonObject()
                .put("dns_ips", addresses(last))
                .put("final_url", last.url().toString())
                .put("resolved_ip", last.address() == null ? "" : NetUtil.toAddressString(last.address()))
                .put("protocol", last.protocol())
                .put("redirects", redirects(fetch));
        if (last.proxy() != null) {
            way.put("proxy", last.proxy().toString());
        }
        JsonArray challenges = challenges(fetch);
        if (!challenges.isEmpty()) {
            way.put("challenges", challenges);
        }
        if (!last.tried().isEmpty()) {
            way.put("addresses_tried", Tried.toJson(last.tried(), messages));
        }
        TlsSession tls = last.tls();
        if (tls != null) {
            way.put("tls", CertificateReport.handshake(tls));
            way.put("certificate", CertificateReport.certificate(tls, Instant.now()));
        }
        return way;
    }

    /** What the last answer was. */
    public static JsonObject answer(HttpFetch fetch) {
        HttpHop last = fetch.last();
        JsonObject answer = new JsonObject()
                .put("status_code", last.status())
                .put("response_headers", headers(last.headers()))
                .put("content_length", contentLength(last))
                .put("body_bytes", last.bodyBytes());
        if (fetch.truncated()) {
            answer.put("body_truncated", true);
        }
        return answer;
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
                    .put("phases", hop.phases().toJson()));
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
                        .put("phases", hop.phases().toJson()));
            }
        }
        return challenges;
    }

    /** Headers by name; values of one that occurs more than once are joined, as RFC 9110, section 5.3 allows. */
    public static JsonObject headers(List<Map.Entry<String, String>> fields) {
        JsonObject headers = new JsonObject();
        Map<String, String> spelling = new HashMap<>();
        fields.forEach(header -> {
            String name = spelling.computeIfAbsent(header.getKey().toLowerCase(Locale.ROOT), unseen -> header.getKey());
            String before = headers.getString(name);
            headers.put(name, before == null ? header.getValue() : before + ", " + header.getValue());
        });
        return headers;
    }

    /** The first value of a header, whatever its case; empty where there is none. */
    public static String header(List<Map.Entry<String, String>> fields, String name) {
        return fields.stream()
                .filter(field -> field.getKey().equalsIgnoreCase(name))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("");
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
