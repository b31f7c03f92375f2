package io.dialer.agent.telemetry.metrics;

import io.vertx.core.json.JsonObject;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** What a handshake showed. Pure. */
final class TlsSamples {
    /** The year 1 in Unix time, which is what blackbox_exporter says where no chain is valid or none was verified. */
    private static final double NO_VALID_CHAIN = -62_135_596_800.0;

    private TlsSamples() {}

    /** Empty where there was no handshake that came to its end. */
    static List<Sample> of(JsonObject details) {
        if (!(details.getValue("tls") instanceof JsonObject tls)
                || ProbeSamples.text(tls, "version").isEmpty()
                || !(details.getValue("certificate") instanceof JsonObject certificate)
                || certificate.isEmpty()) {
            return List.of();
        }
        OptionalDouble earliest = chain(certificate)
                .flatMapToDouble(one -> end(ProbeSamples.text(one, "not_after")))
                .min();
        if (earliest.isEmpty()) {
            return List.of();
        }
        boolean valid = Boolean.TRUE.equals(certificate.getValue("valid"));
        List<Sample> samples = new ArrayList<>();
        samples.add(Sample.of(ProbeMetric.SSL_EARLIEST_CERT_EXPIRY, earliest.getAsDouble()));
        samples.add(Sample.of(ProbeMetric.SSL_LAST_CHAIN_EXPIRY, valid ? earliest.getAsDouble() : NO_VALID_CHAIN));
        samples.add(Sample.info(
                ProbeMetric.SSL_LAST_CHAIN_INFO,
                "fingerprint_sha256",
                ProbeSamples.text(certificate, "sha256"),
                "subject",
                ProbeSamples.text(certificate, "subject"),
                "issuer",
                ProbeSamples.text(certificate, "issuer"),
                "subjectalternative",
                names(certificate),
                "serialnumber",
                serialNumber(ProbeSamples.text(certificate, "serial"))));
        samples.add(Sample.info(
                ProbeMetric.TLS_VERSION_INFO,
                "version",
                ProbeSamples.text(tls, "version")
                        .replaceFirst("^TLSv1$", "TLSv1.0")
                        .replaceFirst("^TLSv", "TLS ")));
        if (details.containsKey("status_code")) {
            samples.add(Sample.info(ProbeMetric.TLS_CIPHER_INFO, "cipher", ProbeSamples.text(tls, "cipher")));
        }
        return samples;
    }

    private static Stream<JsonObject> chain(JsonObject certificate) {
        return Stream.concat(
                Stream.of(certificate),
                ProbeSamples.list(certificate, "chain").stream()
                        .filter(JsonObject.class::isInstance)
                        .map(JsonObject.class::cast));
    }

    private static DoubleStream end(String moment) {
        try {
            return DoubleStream.of((double) Instant.parse(moment).getEpochSecond());
        } catch (DateTimeException none) {
            return DoubleStream.empty();
        }
    }

    /** DNS names only. */
    private static String names(JsonObject certificate) {
        return ProbeSamples.list(certificate, "sans").stream()
                .map(String::valueOf)
                .filter(name -> !name.contains(":") && !name.matches("[0-9.]+"))
                .collect(Collectors.joining(","));
    }

    /** In whole bytes. */
    private static String serialNumber(String hex) {
        return hex.length() % 2 == 0 ? hex : "0" + hex;
    }
}
