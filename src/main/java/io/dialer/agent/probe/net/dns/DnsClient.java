package io.dialer.agent.probe.net.dns;

import io.dialer.agent.probe.Deadline;
import io.dialer.agent.probe.Phase;
import io.dialer.agent.probe.PhaseClock;
import io.dialer.agent.probe.net.Attempt;
import io.dialer.agent.probe.net.Conversation;
import io.dialer.agent.probe.net.DatagramExchange;
import io.dialer.agent.probe.net.Endpoint;
import io.dialer.agent.probe.net.ProbeFailure;
import io.dialer.agent.probe.net.ProbeNetwork;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Record;

/**
 * Asks one name server one question, once: what is lost is not sent again. Called on workers; safe for use by several
 * threads.
 */
public final class DnsClient {
    private final ProbeNetwork network;
    private final DnsOverHttps https;

    public DnsClient(ProbeNetwork network) {
        this.network = network;
        this.https = new DnsOverHttps(network);
    }

    /** Returns by the deadline, whatever the server does. */
    public DnsReply ask(DnsServer server, Record question, boolean recursion, Deadline deadline)
            throws InterruptedException {
        Message query = DnsWire.query(question, recursion);
        ProbeNetwork way = server.ofSystem() ? network.unguarded() : network;
        if (server.transport() == DnsTransport.HTTPS) {
            return https.ask(server, query, deadline);
        }
        Asking asking = new Asking(server, query, new PhaseClock(Phase.RESOLVE, deadline.startedNanos()), deadline);
        ProbeFailure failure = null;
        try {
            if (server.transport() == DnsTransport.UDP) {
                asking.byDatagram(way);
            } else {
                asking.byStream(way);
            }
        } catch (ProbeFailure failed) {
            failure = failed;
        } catch (TimeoutException late) {
            failure = ProbeFailure.timeoutIn(asking.clock.running());
        }
        return asking.reply(failure);
    }

    /** One question on its way. */
    private static final class Asking {
        private final DnsServer server;
        private final Message query;
        private final PhaseClock clock;
        private final Deadline deadline;
        private final DnsFindings found = new DnsFindings();

        Asking(DnsServer server, Message query, PhaseClock clock, Deadline deadline) {
            this.server = server;
            this.query = query;
            this.clock = clock;
            this.deadline = deadline;
        }

        DnsReply reply(@Nullable ProbeFailure failure) {
            return found.reply(failure, clock.stop());
        }

        void byDatagram(ProbeNetwork network) throws ProbeFailure, TimeoutException, InterruptedException {
            InetAddress address = network.firstAddress(server.endpoint(), server.ipVersion(), deadline);
            found.address = address;
            clock.enter(Phase.CONNECT);
            InetSocketAddress target =
                    new InetSocketAddress(address, server.endpoint().port());
            try (DatagramExchange exchange = DatagramExchange.open(target, server.source())) {
                clock.enter(Phase.REQUEST);
                exchange.send(query.toWire());
                clock.enter(Phase.FIRST_BYTE);
                while (found.message == null) {
                    take(exchange.receive(deadline));
                }
            }
            if (found.message.getHeader().getFlag(Flags.TC)) {
                found.retriedOverTcp = true;
                found.message = null;
                clock.turnTo(Phase.CONNECT);
                // The same address and port, which may be asked.
                byStream(network.unguarded(), address.getHostAddress());
            } else {
                clock.enter(Phase.CHECK);
            }
        }

        void byStream(ProbeNetwork network) throws ProbeFailure, TimeoutException, InterruptedException {
            byStream(network, server.endpoint().host());
        }

        private void byStream(ProbeNetwork network, String host)
                throws ProbeFailure, TimeoutException, InterruptedException {
            Endpoint endpoint =
                    new Endpoint(host, server.endpoint().port(), server.ipVersion(), server.source(), server.tls());
            try (Attempt<Conversation> attempt = network.connector()
                    .open(
                            endpoint,
                            clock,
                            deadline,
                            connection ->
                                    CompletableFuture.completedFuture(new Conversation(connection, clock, deadline)))) {
                try {
                    converse(deadline.await(attempt.outcome()));
                } catch (ExecutionException failed) {
                    throw ProbeFailure.in(failed);
                } catch (TimeoutException late) {
                    throw attempt.late(clock.running());
                } finally {
                    found.opened(attempt);
                }
            }
        }

        /** RFC 1035, section 4.2.2: two octets of length before each message. */
        private void converse(Conversation conversation) throws ProbeFailure, TimeoutException, InterruptedException {
            byte[] octets = query.toWire();
            clock.turnTo(Phase.REQUEST);
            conversation.send(ByteBuffer.allocate(2 + octets.length)
                    .putShort((short) octets.length)
                    .put(octets)
                    .array());
            clock.turnTo(Phase.FIRST_BYTE);
            while (found.message == null) {
                byte[] length = conversation.readBytes("DNS", 2);
                clock.turnTo(Phase.TRANSFER);
                take(conversation.readBytes("DNS", (length[0] & 0xff) << 8 | (length[1] & 0xff)));
            }
            clock.turnTo(Phase.CHECK);
        }

        private void take(byte[] octets) throws ProbeFailure {
            Message answer = DnsWire.answer(query, octets);
            if (answer == null) {
                found.passedOver++;
            } else {
                found.message = answer;
                found.bytes = octets.length;
            }
        }
    }
}
