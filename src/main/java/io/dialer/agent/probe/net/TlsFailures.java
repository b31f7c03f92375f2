package io.dialer.agent.probe.net;

import io.dialer.agent.probe.Phase;
import io.dialer.agent.probe.Sentence;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.NotSslRecordException;
import java.nio.channels.ClosedChannelException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says why a handshake broke. */
public final class TlsFailures {
    /** BoringSSL: {@code error:10000438:SSL routines:OPENSSL_internal:TLSV1_ALERT_INTERNAL_ERROR}. */
    private static final Pattern BORINGSSL = Pattern.compile("OPENSSL_internal:([A-Z0-9_]+)");

    private static final Pattern BORINGSSL_ALERT = Pattern.compile("(?:SSLV3|TLSV1)_(?:ALERT_)?(.+)");
    /** The JDK: {@code (protocol_version) Received fatal alert: protocol_version}. */
    private static final Pattern JDK_ALERT = Pattern.compile("fatal alert: ([a-z_0-9]+)");

    /** A server can only mean our certificate by these. */
    private static final Set<String> ABOUT_OUR_CERTIFICATE = Set.of(
            "access_denied",
            "bad_certificate",
            "certificate_expired",
            "certificate_revoked",
            "certificate_unknown",
            "unknown_ca",
            "unsupported_certificate");
    /** The alert of a server that speaks none of the protocols offered by ALPN (RFC 7301, section 3.2). */
    public static final String NO_APPLICATION_PROTOCOL = "no_application_protocol";

    private TlsFailures() {}

    /** The failure of a handshake, or of one that the server takes back after its end, as TLS 1.3 allows. */
    public static ProbeFailure of(Throwable failure) {
        Throwable wrapped = failure.getCause();
        Throwable cause = failure instanceof DecoderException && wrapped != null ? wrapped : failure;
        return cause instanceof HandshakeBroken broken
                ? failure(broken.fault(), 0)
                : failure(faultOf(cause, ClientCertificate.Use.NOT_ASKED), Errno.of(cause));
    }

    static ProbeFailure failure(TlsFault fault, int errno) {
        return new ProbeFailure(
                Errno.outcomeOf(errno), Phase.TLS, errno, Sentence.of("tls.handshake", fault.sentence()));
    }

    /**
     * What a handshake's failure means.
     *
     * @param use what became of our own certificate until then
     */
    static TlsFault faultOf(Throwable failure, ClientCertificate.Use use) {
        Throwable wrapped = failure.getCause();
        Throwable cause = failure instanceof DecoderException && wrapped != null ? wrapped : failure;
        int errno = Errno.of(cause);
        if (errno != 0) {
            return new TlsFault(TlsReason.CONNECTION_LOST, "", Errno.sentence(errno, cause));
        }
        return switch (cause) {
            case ClosedChannelException _ -> TlsFault.of(TlsReason.CONNECTION_LOST);
            case NotSslRecordException _ -> TlsFault.of(TlsReason.NOT_TLS);
            default -> bySomeText(String.valueOf(cause.getMessage()), use);
        };
    }

    private static TlsFault bySomeText(String message, ClientCertificate.Use use) {
        Matcher jdk = JDK_ALERT.matcher(message);
        if (jdk.find()) {
            return byAlert(jdk.group(1), use);
        }
        if (message.contains("selected protocol version")) {
            return TlsFault.of(TlsReason.PROTOCOL_VERSION);
        }
        Matcher boringSsl = BORINGSSL.matcher(message);
        if (!boringSsl.find()) {
            return TlsFault.of(TlsReason.HANDSHAKE_FAILURE, message);
        }
        String name = boringSsl.group(1);
        Matcher alert = BORINGSSL_ALERT.matcher(name);
        return switch (name) {
            case "WRONG_VERSION_NUMBER" -> TlsFault.of(TlsReason.NOT_TLS);
            case "UNSUPPORTED_PROTOCOL", "UNSUPPORTED_PROTOCOL_VERSION" -> TlsFault.of(TlsReason.PROTOCOL_VERSION);
            default ->
                alert.matches()
                        ? byAlert(alert.group(1).toLowerCase(Locale.ROOT), use)
                        : TlsFault.of(
                                TlsReason.HANDSHAKE_FAILURE,
                                name.toLowerCase(Locale.ROOT).replace('_', ' '));
        };
    }

    private static TlsFault byAlert(String alert, ClientCertificate.Use use) {
        TlsReason reason = switch (alert) {
            case "protocol_version" -> TlsReason.PROTOCOL_VERSION;
            case "certificate_required" -> TlsReason.CLIENT_CERTIFICATE_WANTED;
            case "unrecognized_name" -> TlsReason.UNKNOWN_NAME;
            case "insufficient_security" -> TlsReason.NO_SHARED_CIPHER;
            // RFC 8446, section 6.2: no acceptable set of security parameters. It is also what servers of TLS
            // 1.2 say to a client without a certificate.
            case "handshake_failure" ->
                use == ClientCertificate.Use.NOT_ASKED ? TlsReason.NO_SHARED_CIPHER : aboutOurCertificate(use);
            default -> ABOUT_OUR_CERTIFICATE.contains(alert) ? aboutOurCertificate(use) : TlsReason.HANDSHAKE_FAILURE;
        };
        return new TlsFault(reason, alert, Sentence.of("tls." + reason.wireName(), "alert " + alert));
    }

    private static TlsReason aboutOurCertificate(ClientCertificate.Use use) {
        return use == ClientCertificate.Use.NONE_THERE
                ? TlsReason.CLIENT_CERTIFICATE_WANTED
                : TlsReason.CLIENT_CERTIFICATE_REFUSED;
    }
}
