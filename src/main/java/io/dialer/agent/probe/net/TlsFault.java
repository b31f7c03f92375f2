package io.dialer.agent.probe.net;

import io.dialer.agent.probe.Sentence;

/**
 * What is wrong with a handshake or a chain.
 *
 * @param reason for programs
 * @param alert the name of the alert that the server sent (RFC 8446, section 6); empty where there was none
 * @param sentence for people
 */
public record TlsFault(TlsReason reason, String alert, Sentence sentence) {
    static TlsFault of(TlsReason reason, Object... arguments) {
        return new TlsFault(reason, "", Sentence.of("tls." + reason.wireName(), arguments));
    }

    /** The sentence in English. */
    @Override
    public String toString() {
        return sentence.toString();
    }
}
