package io.dialer.agent.probe.net;

import java.util.Locale;

/** Why a handshake or a chain is not as it should be. The names stand in results as {@code tls.reason} and stay. */
public enum TlsReason {
    /** A certificate of the chain has ended. */
    EXPIRED,
    NOT_YET_VALID,
    /** Fewer days left than {@code min_days}. */
    EXPIRES_SOON,
    WRONG_HOST,
    /** The server's own certificate is signed by itself and not trusted. */
    SELF_SIGNED,
    /** The chain leads to an authority that is not trusted. */
    UNKNOWN_ISSUER,
    /** The chain stops before any authority: what lies between was not sent. */
    MISSING_INTERMEDIATE,
    /** Any other objection to the chain, for example a signature that is wrong. */
    UNTRUSTED,
    NO_CERTIFICATE,
    /** No protocol version that both want. */
    PROTOCOL_VERSION,
    NO_SHARED_CIPHER,
    /** The server wants a client certificate, and we have none. */
    CLIENT_CERTIFICATE_WANTED,
    /** The server does not take the client certificate that we sent. */
    CLIENT_CERTIFICATE_REFUSED,
    /** The server knows no host of that name. */
    UNKNOWN_NAME,
    NOT_TLS,
    /** The connection ended in the middle of the handshake. */
    CONNECTION_LOST,
    /** Anything else; the alert's name is given where there was one. */
    HANDSHAKE_FAILURE;

    /** The name as it stands in results. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
