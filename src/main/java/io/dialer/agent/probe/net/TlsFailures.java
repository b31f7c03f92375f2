package io.dialer.agent.probe.net;

import io.dialer.agent.probe.Outcome;
import io.dialer.agent.probe.Phase;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.NotSslRecordException;
import java.nio.channels.ClosedChannelException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says in words why a handshake broke. */
public final class TlsFailures {
    /** BoringSSL: {@code error:10000438:SSL routines:OPENSSL_internal:TLSV1_ALERT_INTERNAL_ERROR}. */
    private static final Pattern BORINGSSL = Pattern.compile("OPENSSL_internal:([A-Z0-9_]+)");

    /** What is said where the server speaks none of the protocols that were offered by ALPN (RFC 7301). */
    public static final String NO_APPLICATION_PROTOCOL = "the server speaks none of the offered application protocols";

    private TlsFailures() {}

    /** The failure of a handshake, or of one that the server takes back after its end, as TLS 1.3 allows. */
    public static ProbeFailure of(Throwable failure) {
        Throwable wrapped = failure.getCause();
        Throwable cause = failure instanceof DecoderException && wrapped != null ? wrapped : failure;
        int errno = Errno.of(cause);
        Outcome outcome = Errno.outcomeOf(errno);
        return new ProbeFailure(outcome, Phase.TLS, errno, "TLS handshake: " + reason(errno, cause));
    }

    private static String reason(int errno, Throwable cause) {
        if (errno != 0) {
            return Errno.words(errno, cause);
        }
        return switch (cause) {
            case ClosedChannelException _ -> "the server closed the connection";
            case NotSslRecordException _ -> "the server does not speak TLS";
            default -> inWords(String.valueOf(cause.getMessage()));
        };
    }

    private static String inWords(String message) {
        Matcher matcher = BORINGSSL.matcher(message);
        if (!matcher.find()) {
            // the JDK's engine
            return message.contains("no_application_protocol") ? NO_APPLICATION_PROTOCOL : message;
        }
        return switch (matcher.group(1)) {
            case "WRONG_VERSION_NUMBER" -> "the server does not speak TLS";
            case "TLSV1_ALERT_PROTOCOL_VERSION", "UNSUPPORTED_PROTOCOL" -> "no common protocol version";
            case "SSLV3_ALERT_HANDSHAKE_FAILURE" -> "the server refused the handshake (no common cipher suite?)";
            case "TLSV1_ALERT_UNRECOGNIZED_NAME" -> "the server does not know this name";
            case "TLSV1_ALERT_NO_APPLICATION_PROTOCOL" -> NO_APPLICATION_PROTOCOL;
            case "TLSV1_CERTIFICATE_REQUIRED", "TLSV1_ALERT_CERTIFICATE_REQUIRED" ->
                "the server wants a client certificate";
            default -> matcher.group(1).toLowerCase(Locale.ROOT).replace('_', ' ');
        };
    }
}
