package io.dialer.agent.probe.net.dns;

import io.dialer.agent.probe.Phases;
import io.dialer.agent.probe.net.Attempt;
import io.dialer.agent.probe.net.ProbeFailure;
import io.dialer.agent.probe.net.TlsSession;
import io.dialer.agent.probe.net.Tried;
import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Message;

/** What a question has brought so far; used by one thread. */
final class DnsFindings {
    @Nullable
    Message message;

    @Nullable
    InetAddress address;

    @Nullable
    TlsSession tls;

    List<Tried> tried = List.of();
    int bytes;
    int httpStatus;
    int passedOver;
    boolean retriedOverTcp;

    void opened(Attempt<?> attempt) {
        address = attempt.address() == null ? address : attempt.address();
        tls = attempt.tls();
        tried = attempt.tried();
    }

    DnsReply reply(@Nullable ProbeFailure failure, Phases phases) {
        return new DnsReply(
                failure == null ? message : null,
                bytes,
                failure,
                address,
                tried,
                tls,
                httpStatus,
                retriedOverTcp,
                passedOver,
                phases);
    }
}
