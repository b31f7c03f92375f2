package io.dialer.agent.probe.net;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;

/** A handshake and its certificates as they stand in a result's details. */
public final class CertificateReport {
    private CertificateReport() {}

    /** The handshake: {@code version}, {@code cipher}, {@code alpn}. */
    public static JsonObject handshake(TlsSession session) {
        return new JsonObject()
                .put("version", session.protocol())
                .put("cipher", session.cipher())
                .put("alpn", session.applicationProtocol());
    }

    /** The server's own certificate with the judgement; empty where it sent none. */
    public static JsonObject certificate(TlsSession session, Instant now) {
        if (session.chain().isEmpty()) {
            return new JsonObject();
        }
        JsonArray issuers = new JsonArray();
        session.chain().stream().skip(1).forEach(issuer -> issuers.add(describe(issuer, now)));
        return describe(session.chain().getFirst(), now)
                .put("valid", session.objection() == null)
                .put("reason", session.objection() == null ? "" : session.objection())
                .put("chain", issuers);
    }

    private static JsonObject describe(X509Certificate certificate, Instant now) {
        Instant end = certificate.getNotAfter().toInstant();
        return new JsonObject()
                .put("subject", certificate.getSubjectX500Principal().getName())
                .put("issuer", certificate.getIssuerX500Principal().getName())
                .put("sans", new JsonArray(CertificateNames.of(certificate)))
                .put("serial", certificate.getSerialNumber().toString(16))
                .put("sha256", fingerprint(certificate))
                .put("not_before", certificate.getNotBefore().toInstant().toString())
                .put("not_after", end.toString())
                .put("days_left", Math.floorDiv(Duration.between(now, end).toSeconds(), 86_400L));
    }

    private static String fingerprint(X509Certificate certificate) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("a parsed certificate cannot be encoded", impossible);
        }
    }
}
