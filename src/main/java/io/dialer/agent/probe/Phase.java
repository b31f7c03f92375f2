package io.dialer.agent.probe;

import java.util.Locale;

/** The phases of a run, in the order in which they happen. Not every type passes through every phase. */
public enum Phase {
    /** Name to addresses. */
    RESOLVE,
    /** Until the transport is up; for TCP from SYN to SYN-ACK, further addresses included. */
    CONNECT,
    /** The TLS handshake. */
    TLS,
    /** Writing the request. */
    REQUEST,
    /** From the request's last byte written to the answer's first byte read. */
    FIRST_BYTE,
    /** The rest of the answer. */
    TRANSFER,
    /** Holding the answer against the task's conditions. */
    CHECK;

    /** The lower-case name, as it stands in {@code failed_phase}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
