package io.dialer.agent.probe.net.dns;

import io.dialer.agent.probe.Deadline;
import io.dialer.agent.probe.Phase;
import io.dialer.agent.probe.net.ProbeFailure;
import io.dialer.agent.probe.net.ProbeNetwork;
import io.dialer.agent.probe.net.http.BodyUse;
import io.dialer.agent.probe.net.http.HttpCall;
import io.dialer.agent.probe.net.http.HttpEngine;
import io.dialer.agent.probe.net.http.HttpFetch;
import io.dialer.agent.probe.net.http.HttpHop;
import io.dialer.agent.probe.net.http.HttpRoute;
import io.dialer.agent.probe.net.http.ProtocolChoice;
import io.netty.handler.codec.http.HttpMethod;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.xbill.DNS.Message;

/** A question as the body of a request (RFC 8484, section 4.1), by HTTP/2 where the server offers it. */
final class DnsOverHttps {
    private static final String MEDIA_TYPE = "application/dns-message";
    private static final String USER_AGENT = "IT-Dialer-Agent/2.0";
    private static final int MOST_BYTES = 65_535;

    private final HttpEngine engine;

    DnsOverHttps(ProbeNetwork network) {
        this.engine = new HttpEngine(network.connector(), network.heap());
    }

    DnsReply ask(DnsServer server, Message query, Deadline deadline) throws InterruptedException {
        // Section 4.1: so that caches know it again.
        query.getHeader().setID(0);
        DnsFindings found = new DnsFindings();
        try (HttpFetch fetch = engine.fetch(call(server, query), deadline)) {
            HttpHop hop = fetch.last();
            found.address = hop.address();
            found.tried = hop.tried();
            found.tls = hop.tls();
            found.httpStatus = hop.status();
            ProbeFailure failure = fetch.failure();
            if (failure == null) {
                try {
                    read(found, query, hop, fetch);
                } catch (ProbeFailure notAnAnswer) {
                    failure = notAnAnswer;
                }
            }
            return found.reply(failure, fetch.phases());
        }
    }

    private static void read(DnsFindings found, Message query, HttpHop hop, HttpFetch fetch) throws ProbeFailure {
        String type = hop.header("content-type").orElse("");
        if (hop.status() != 200) {
            throw ProbeFailure.said(Phase.CHECK, "dns.http_status", Integer.toString(hop.status()));
        }
        if (!type.split(";", 2)[0].strip().equalsIgnoreCase(MEDIA_TYPE)) {
            throw ProbeFailure.said(Phase.CHECK, "dns.http_type", type);
        }
        if (fetch.truncated() || fetch.body().lost()) {
            throw ProbeFailure.said(Phase.CHECK, "dns.malformed", "more than " + MOST_BYTES + " bytes");
        }
        byte[] octets = fetch.body().text(StandardCharsets.ISO_8859_1).getBytes(StandardCharsets.ISO_8859_1);
        found.bytes = octets.length;
        found.message = DnsWire.answer(query, octets);
        if (found.message == null) {
            throw ProbeFailure.said(Phase.CHECK, "dns.malformed", "an answer to something else");
        }
    }

    private static HttpCall call(DnsServer server, Message query) {
        return new HttpCall(
                Objects.requireNonNull(server.url()),
                HttpMethod.POST,
                List.of(Map.entry("Content-Type", MEDIA_TYPE), Map.entry("Accept", MEDIA_TYPE)),
                USER_AGENT,
                Buffer.buffer(query.toWire()),
                false,
                0,
                MOST_BYTES,
                BodyUse.TEXT,
                Objects.requireNonNull(server.tls()),
                ProtocolChoice.AUTO,
                new HttpRoute(server.ipVersion(), server.source(), null, url -> Optional.empty()),
                null,
                null);
    }
}
