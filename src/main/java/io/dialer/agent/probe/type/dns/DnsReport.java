package io.dialer.agent.probe.type.dns;

import io.dialer.agent.probe.Messages;
import io.dialer.agent.probe.Phase;
import io.dialer.agent.probe.Phases;
import io.dialer.agent.probe.net.CertificateReport;
import io.dialer.agent.probe.net.Tried;
import io.dialer.agent.probe.net.dns.DnsReply;
import io.dialer.agent.probe.net.dns.DnsServer;
import io.netty.util.NetUtil;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** The details of a {@code dns} result. Pure. */
final class DnsReport {
    /** Of each section; a zone's whole content would be too much to keep of each run. */
    private static final int MOST_RECORDS = 100;

    private DnsReport() {}

    static JsonObject of(DnsServer server, Record question, DnsReply reply, Messages messages) {
        Phases phases = reply.phases();
        JsonObject details = new JsonObject()
                .put("name", question.getName().toString())
                .put("type", Type.string(question.getType()))
                .put("class", DClass.string(question.getDClass()))
                .put("server", server.toString())
                .put("transport", server.transport().option())
                .put("resolved_ip", reply.address() == null ? "" : NetUtil.toAddressString(reply.address()))
                .put("execution_time", phases.totalNanos() / 1e9)
                .put("response_time", phases.totalNanos() / 1e6)
                .put("dns_time", phases.millis(Phase.RESOLVE))
                .put("connect_time", phases.millis(Phase.CONNECT))
                .put("ssl_time", phases.millis(Phase.TLS))
                .put("phases", phases.toJson())
                .put("retried_over_tcp", reply.retriedOverTcp())
                .put("passed_over", reply.passedOver());
        if (reply.httpStatus() != 0) {
            details.put("status_code", reply.httpStatus());
        }
        if (reply.tls() != null) {
            details.put("tls", CertificateReport.handshake(reply.tls()));
            details.put("certificate", CertificateReport.certificate(reply.tls(), Instant.now()));
        }
        if (!reply.tried().isEmpty()) {
            details.put("addresses_tried", Tried.toJson(reply.tried(), messages));
        }
        if (reply.message() != null) {
            add(details, reply.message(), reply.bytes());
        }
        return details;
    }

    private static void add(JsonObject details, Message message, int bytes) {
        details.put("rcode", Rcode.string(message.getRcode()))
                .put("flags", flags(message))
                .put("response_bytes", bytes);
        section(details, "answer", message.getSection(Section.ANSWER));
        section(details, "authority", message.getSection(Section.AUTHORITY));
        section(details, "additional", message.getSection(Section.ADDITIONAL));
        message.getSection(Section.ANSWER).stream()
                .filter(SOARecord.class::isInstance)
                .map(SOARecord.class::cast)
                .findFirst()
                .ifPresent(soa -> details.put("serial", soa.getSerial()));
    }

    private static void section(JsonObject details, String name, List<Record> records) {
        details.put(name + "_count", records.size());
        details.put(
                name,
                new JsonArray(records.stream()
                        .filter(entry -> !(entry instanceof OPTRecord))
                        .limit(MOST_RECORDS)
                        .map(DnsReport::entry)
                        .toList()));
    }

    private static JsonObject entry(Record entry) {
        return new JsonObject()
                .put("name", entry.getName().toString())
                .put("ttl", entry.getTTL())
                .put("class", DClass.string(entry.getDClass()))
                .put("type", Type.string(entry.getType()))
                .put("value", RecordText.value(entry));
    }

    /** In the order in which they stand in the header. */
    private static JsonArray flags(Message message) {
        JsonArray flags = new JsonArray();
        for (int flag : new int[] {Flags.QR, Flags.AA, Flags.TC, Flags.RD, Flags.RA, Flags.AD, Flags.CD}) {
            if (message.getHeader().getFlag(flag)) {
                flags.add(Flags.string(flag));
            }
        }
        return flags;
    }
}
