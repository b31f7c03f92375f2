package io.dialer.agent.probe.net;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECKey;
import java.security.interfaces.RSAKey;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** A handshake and its certificates as they stand in a result's details. */
public final class CertificateReport {
    private CertificateReport() {}

    /**
     * The handshake: {@code version}, {@code cipher}, {@code alpn}, {@code ocsp} where the server stapled an answer, and
     * {@code reason} and {@code alert}: the name of what is wrong, whether or not it had to be right, empty where nothing
     * is.
     */
    public static JsonObject handshake(TlsSession session) {
        TlsFault fault = session.fault();
        JsonObject report = new JsonObject()
                .put("reason", fault == null ? "" : fault.reason().wireName())
                .put("alert", fault == null ? "" : fault.alert());
        if (session.protocol().isEmpty()) {
            return report;
        }
        report.put("version", session.protocol())
                .put("cipher", session.cipher())
                .put("alpn", session.applicationProtocol())
                .put("client_certificate_asked", session.clientCertificateAsked());
        OcspStaple staple = session.stapledOcsp();
        if (staple != null) {
            report.put(
                    "ocsp",
                    new JsonObject()
                            .put("status", staple.status())
                            .put("this_update", text(staple.thisUpdate()))
                            .put("next_update", text(staple.nextUpdate())));
        }
        return report;
    }

    private static String text(@Nullable Instant moment) {
        return moment == null ? "" : moment.toString();
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
                .put(
                        "reason",
                        session.objection() == null ? "" : session.objection().toString())
                .put("chain", issuers);
    }

    private static JsonObject describe(X509Certificate certificate, Instant now) {
        Instant end = certificate.getNotAfter().toInstant();
        return new JsonObject()
                .put("subject", certificate.getSubjectX500Principal().getName())
                .put("issuer", certificate.getIssuerX500Principal().getName())
                .put("sans", new JsonArray(CertificateNames.of(certificate)))
                .put("key", key(certificate.getPublicKey()))
                .put("signature_algorithm", certificate.getSigAlgName())
                .put("serial", certificate.getSerialNumber().toString(16))
                .put("sha256", fingerprint(certificate))
                .put("not_before", certificate.getNotBefore().toInstant().toString())
                .put("not_after", end.toString())
                .put("days_left", Math.floorDiv(Duration.between(now, end).toSeconds(), 86_400L));
    }

    private static JsonObject key(PublicKey key) {
        JsonObject report = new JsonObject().put("algorithm", key.getAlgorithm());
        switch (key) {
            case RSAKey rsa -> report.put("size", rsa.getModulus().bitLength());
            case ECKey ec ->
                report.put("size", ec.getParams().getOrder().bitLength()).put("curve", curve(ec));
            default -> {}
        }
        return report;
    }

    /** The JDK shows a named curve as {@code secp256r1 [NIST P-256,X9.62 prime256v1] (1.2.840.10045.3.1.7)}. */
    private static String curve(ECKey key) {
        String parameters = key.getParams().toString();
        int end = parameters.indexOf(' ');
        return end < 0 ? parameters : parameters.substring(0, end);
    }

    private static String fingerprint(X509Certificate certificate) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("a parsed certificate cannot be encoded", impossible);
        }
    }
}
