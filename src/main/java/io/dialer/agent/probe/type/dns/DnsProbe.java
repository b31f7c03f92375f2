package io.dialer.agent.probe.type.dns;

import io.dialer.agent.probe.Deadline;
import io.dialer.agent.probe.Measurement;
import io.dialer.agent.probe.Messages;
import io.dialer.agent.probe.Outcome;
import io.dialer.agent.probe.Phase;
import io.dialer.agent.probe.Probe;
import io.dialer.agent.probe.Sentence;
import io.dialer.agent.probe.net.ProbeFailure;
import io.dialer.agent.probe.net.dns.DnsClient;
import io.dialer.agent.probe.net.dns.DnsReply;
import io.dialer.agent.probe.net.dns.DnsServer;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Asks a name server, and holds its answer against what the task says. */
final class DnsProbe implements Probe {
    private final DnsOptions options;
    private final DnsConditions conditions;
    private final DnsClient client;
    private final Messages messages;

    DnsProbe(DnsOptions options, DnsConditions conditions, DnsClient client, Messages messages) {
        this.options = options;
        this.conditions = conditions;
        this.client = client;
        this.messages = messages;
    }

    @Override
    public Duration timeout() {
        return options.timeout();
    }

    @Override
    public Measurement run(Deadline deadline) throws InterruptedException {
        DnsServer server = options.server().get();
        if (server == null) {
            return Measurement.error(messages.text("dns.no_server"));
        }
        DnsReply reply = client.ask(server, options.question(), options.recursion(), deadline);
        JsonObject details = DnsReport.of(server, options.question(), reply, messages);
        ProbeFailure failure = reply.failure();
        Message message = reply.message();
        if (failure != null || message == null) {
            boolean othersCame = failure != null && failure.outcome() == Outcome.TIMEOUT && reply.passedOver() > 0;
            Sentence words = othersCame
                    ? Sentence.of("dns.only_others", Integer.toString(reply.passedOver()))
                    : failure == null ? Sentence.of("timeout.first_byte") : failure.words();
            return ended(
                    server,
                    failure == null ? Outcome.TIMEOUT : failure.outcome(),
                    failure == null ? Phase.FIRST_BYTE : failure.phase(),
                    words,
                    details,
                    reply);
        }
        Sentence broken = conditions.broken(message, deadline);
        if (broken != null) {
            return ended(server, Outcome.FAILED, Phase.CHECK, broken, details, reply);
        }
        Sentence success = Sentence.of(
                "dns.answered",
                Rcode.string(message.getRcode()),
                Integer.toString(message.getSection(Section.ANSWER).size()));
        return ended(server, Outcome.SUCCESS, null, success, details, reply);
    }

    private Measurement ended(
            DnsServer server,
            Outcome outcome,
            @Nullable Phase phase,
            Sentence words,
            JsonObject details,
            DnsReply reply) {
        Record question = options.question();
        String message = messages.text(Sentence.of(
                outcome == Outcome.SUCCESS ? "dns.success" : "dns.failed",
                question.getName().toString(),
                Type.string(question.getType()),
                server.toString(),
                words));
        return new Measurement(outcome, phase, message, details).lasting(reply.phases());
    }
}
