package io.dialer.agent.probe.net;

import javax.net.ssl.SSLException;

/** The server took a finished handshake back; carries what it means, which the bare alert does not tell. */
final class HandshakeBroken extends SSLException {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // never written anywhere
    private final TlsFault fault;

    HandshakeBroken(TlsFault fault, Throwable cause) {
        super(fault.toString(), cause);
        this.fault = fault;
    }

    TlsFault fault() {
        return fault;
    }
}
