package io.dialer.agent.probe.type.dns;

import io.dialer.agent.probe.Deadline;
import io.dialer.agent.probe.Messages;
import io.dialer.agent.probe.Sentence;
import io.dialer.agent.probe.net.HostPort;
import io.dialer.agent.probe.net.IpVersion;
import io.dialer.agent.probe.net.ProbeFailure;
import io.dialer.agent.probe.net.ProbeNetwork;
import io.dialer.agent.probe.net.dns.DnsClient;
import io.dialer.agent.probe.net.dns.DnsReply;
import io.dialer.agent.probe.net.dns.DnsServer;
import io.dialer.agent.probe.net.dns.DnsTransport;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.IDN;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/** What each of the system's name servers says of a host, asked one after the other. Called on workers. */
public final class ResolverAnswers {
    private static final int MOST_SERVERS = 3;
    private static final Duration PATIENCE = Duration.ofMillis(700);

    private final ProbeNetwork network;
    private final DnsClient client;
    private final Messages messages;

    public ResolverAnswers(ProbeNetwork network, Messages messages) {
        this.network = network;
        this.client = new DnsClient(network);
        this.messages = messages;
    }

    /**
     * Asks for addresses of both families.
     *
     * @return for each server and type: {@code server type ms}, then {@code rcode answers} or {@code error}
     */
    public JsonArray about(String host, Deadline deadline) throws InterruptedException {
        JsonArray report = new JsonArray();
        Name name;
        try {
            name = Name.fromString(IDN.toASCII(host), Name.root);
        } catch (TextParseException | IllegalArgumentException noName) {
            return report;
        }
        for (InetSocketAddress server :
                network.resolver().servers().stream().limit(MOST_SERVERS).toList()) {
            for (int type : List.of(Type.A, Type.AAAA)) {
                if (!deadline.passed()) {
                    report.add(asked(server, Record.newRecord(name, type, DClass.IN), deadline.within(PATIENCE)));
                }
            }
        }
        return report;
    }

    private JsonObject asked(InetSocketAddress address, Record question, Deadline deadline)
            throws InterruptedException {
        DnsServer server = new DnsServer(
                new HostPort(address.getAddress().getHostAddress(), address.getPort()),
                DnsTransport.UDP,
                IpVersion.ANY,
                null,
                null,
                null,
                true);
        DnsReply reply = client.ask(server, question, true, deadline);
        JsonObject entry = new JsonObject()
                .put("server", server.toString())
                .put("type", Type.string(question.getType()))
                .put("ms", reply.phases().totalNanos() / 1e6);
        Message message = reply.message();
        ProbeFailure failure = reply.failure();
        if (message == null) {
            return entry.put(
                    "error", messages.text(failure == null ? Sentence.of("timeout.first_byte") : failure.words()));
        }
        return entry.put("rcode", Rcode.string(message.getRcode()))
                .put(
                        "answers",
                        new JsonArray(message.getSection(Section.ANSWER).stream()
                                .map(RecordText::value)
                                .toList()));
    }
}
