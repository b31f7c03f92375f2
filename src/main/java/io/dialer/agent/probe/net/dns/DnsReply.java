package io.dialer.agent.probe.net.dns;

import io.dialer.agent.probe.Phases;
import io.dialer.agent.probe.net.ProbeFailure;
import io.dialer.agent.probe.net.TlsSession;
import io.dialer.agent.probe.net.Tried;
import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Message;

/**
 * What came of a question, as far as it came.
 *
 * @param message the answer; null where there is none
 * @param bytes its length on the wire
 * @param failure why there is none; null where there is one
 * @param address the server's that was asked; null where its name was not resolved
 * @param tried addresses that took no connection
 * @param tls what the handshake showed; null: none
 * @param httpStatus of the answer over HTTPS; 0: none
 * @param retriedOverTcp whether the answer by UDP was cut short
 * @param passedOver datagrams that were no answer to this question: another number, another name
 * @param phases how long it took
 */
public record DnsReply(
        @Nullable Message message,
        int bytes,
        @Nullable ProbeFailure failure,
        @Nullable InetAddress address,
        List<Tried> tried,
        @Nullable TlsSession tls,
        int httpStatus,
        boolean retriedOverTcp,
        int passedOver,
        Phases phases) {
    public DnsReply {
        tried = List.copyOf(tried);
    }
}
