package io.dialer.agent.probe.net;

import io.netty.handler.ssl.ReferenceCountedOpenSslEngine;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.NoSuchElementException;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/**
 * An OCSP answer (RFC 6960) that a server hands on in its handshake (RFC 6066, section 8). Its signature is not checked:
 * it is reported and judges nothing.
 *
 * @param status {@code good}, {@code revoked} or {@code unknown}; {@code unreadable} where it is of no known form,
 *     {@code other_certificate} where it speaks of other certificates only
 * @param thisUpdate when it was true; null where it cannot be read
 * @param nextUpdate when a newer one will be there at the latest; null where it does not say
 */
public record OcspStaple(
        String status,
        @Nullable Instant thisUpdate,
        @Nullable Instant nextUpdate) {
    private static final int CONTEXT_0 = 0xa0;
    private static final int SEQUENCE = 0x30;
    private static final int BYTES = 0x04;
    private static final DateTimeFormatter GENERALIZED_TIME = DateTimeFormatter.ofPattern("uuuuMMddHHmmss'Z'");

    /** The one in a finished handshake; null where the server sent none. */
    static @Nullable OcspStaple in(SSLEngine engine, List<X509Certificate> chain) {
        byte[] answer = null;
        if (engine instanceof ReferenceCountedOpenSslEngine openSsl) {
            answer = openSsl.getOcspResponse();
        } else if (engine.getSession() instanceof ExtendedSSLSession session) {
            answer = session.getStatusResponses().stream().findFirst().orElse(null);
        }
        return answer == null || answer.length == 0 || chain.isEmpty()
                ? null
                : read(answer, chain.getFirst().getSerialNumber());
    }

    /** Reads what an answer says of the certificate with that serial number. */
    static OcspStaple read(byte[] answer, BigInteger serial) {
        try {
            Der basic = Der.firstIn(bytesIn(Der.firstIn(answer)));
            for (Der single : responsesIn(basic.child(0))) {
                List<Der> parts = single.children();
                List<Der> id = parts.get(0).children();
                if (new BigInteger(id.getLast().value()).equals(serial)) {
                    return new OcspStaple(status(parts.get(1)), time(parts.get(2)), nextUpdate(parts));
                }
            }
            return new OcspStaple("other_certificate", null, null);
        } catch (IllegalArgumentException
                | IndexOutOfBoundsException
                | NoSuchElementException
                | DateTimeParseException odd) {
            return new OcspStaple("unreadable", null, null);
        }
    }

    /** OCSPResponse ::= SEQUENCE { status, [0] SEQUENCE { type, OCTET STRING } }. */
    private static byte[] bytesIn(Der response) {
        Der bytes = response.child(1).child(0).child(1);
        if (bytes.tag() != BYTES) {
            throw new IllegalArgumentException("no octets");
        }
        return bytes.value();
    }

    /** ResponseData ::= SEQUENCE { [0] version?, [1] or [2] responder, producedAt, SEQUENCE OF SingleResponse, … }. */
    private static List<Der> responsesIn(Der responseData) {
        return responseData.children().stream()
                .filter(part -> part.tag() == SEQUENCE)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no responses"))
                .children();
    }

    /** CertStatus ::= CHOICE { good [0], revoked [1], unknown [2] }. */
    private static String status(Der choice) {
        return switch (choice.tag() & 0x1f) {
            case 0 -> "good";
            case 1 -> "revoked";
            default -> "unknown";
        };
    }

    private static @Nullable Instant nextUpdate(List<Der> parts) {
        for (Der part : parts.subList(3, parts.size())) {
            if (part.tag() == CONTEXT_0) {
                return time(part.child(0));
            }
        }
        return null;
    }

    private static Instant time(Der time) {
        return LocalDateTime.parse(new String(time.value(), StandardCharsets.US_ASCII), GENERALIZED_TIME)
                .toInstant(ZoneOffset.UTC);
    }
}
