package io.dialer.agent.telemetry.metrics;

import io.dialer.agent.probe.Phase;
import io.vertx.core.json.JsonObject;
import java.time.DateTimeException;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What an {@code http} result says. Pure. */
final class HttpSamples {
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    private static final int NO_CONTENT = 204;
    private static final int NOT_MODIFIED = 304;

    private HttpSamples() {}

    /** How long what took; without an address nothing else was. */
    static List<Sample> phases(JsonObject details, @Nullable Phase failed) {
        List<Sample> samples = new ArrayList<>();
        JsonObject phases = ProbeSamples.object(details, "phases");
        addPhase(samples, phases, "resolve", "resolve");
        if (failed != Phase.RESOLVE) {
            addPhase(samples, phases, "connect", "connect");
            addPhase(samples, phases, "tls", "tls");
            addPhase(samples, phases, "processing", "request", "first_byte");
            addPhase(samples, phases, "transfer", "transfer");
        }
        return samples;
    }

    static List<Sample> of(JsonObject details) {
        List<Sample> samples = new ArrayList<>();
        double status = ProbeSamples.number(details, "status_code");
        samples.add(Sample.of(ProbeMetric.HTTP_STATUS_CODE, status));
        samples.add(Sample.of(ProbeMetric.HTTP_CONTENT_LENGTH, contentLength(details, (int) status)));
        samples.add(Sample.of(ProbeMetric.HTTP_UNCOMPRESSED_BODY_LENGTH, ProbeSamples.number(details, "body_bytes")));
        samples.add(Sample.of(ProbeMetric.HTTP_REDIRECTS, redirects(details, (int) status)));
        samples.add(Sample.of(
                ProbeMetric.HTTP_SSL,
                status > 0 && ProbeSamples.text(details, "final_url").startsWith("https:")));
        samples.add(Sample.of(ProbeMetric.HTTP_VERSION, version(ProbeSamples.text(details, "protocol"))));
        lastModified(details).ifPresent(moment -> samples.add(Sample.of(ProbeMetric.HTTP_LAST_MODIFIED, moment)));
        samples.add(Sample.of(
                ProbeMetric.FAILED_DUE_TO_REGEX, Boolean.TRUE.equals(details.getValue("failed_due_to_regex"))));
        return samples;
    }

    private static void addPhase(List<Sample> samples, JsonObject phases, String name, String... parts) {
        double millis = 0;
        for (String part : parts) {
            millis += ProbeSamples.number(phases, part);
        }
        samples.add(Sample.ofPhase(ProbeMetric.HTTP_DURATION, name, ProbeSamples.seconds(millis)));
    }

    /** A redirect that is not followed, or one too many, counts as well. */
    private static int redirects(JsonObject details, int status) {
        boolean another =
                REDIRECTS.contains(status) && header(details, "location").isPresent();
        return ProbeSamples.list(details, "redirects").size() + (another ? 1 : 0);
    }

    private static double contentLength(JsonObject details, int status) {
        String announced = header(details, "content-length").orElse("");
        if (announced.matches("[0-9]{1,18}")) {
            return Long.parseLong(announced);
        }
        return status == 0 || status == NO_CONTENT || status == NOT_MODIFIED ? 0 : -1;
    }

    /** {@code HTTP/1.1} is 1.1, {@code HTTP/2} is 2. */
    private static double version(String protocol) {
        String number = protocol.startsWith("HTTP/") ? protocol.substring("HTTP/".length()) : "";
        return number.matches("[0-9](\\.[0-9])?") ? Double.parseDouble(number) : 0;
    }

    private static Optional<Double> lastModified(JsonObject details) {
        return header(details, "last-modified").flatMap(text -> {
            try {
                return Optional.of((double) ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                        .toEpochSecond());
            } catch (DateTimeException noDate) {
                return Optional.empty();
            }
        });
    }

    private static Optional<String> header(JsonObject details, String name) {
        return ProbeSamples.object(details, "response_headers").stream()
                .filter(header -> header.getKey().equalsIgnoreCase(name))
                .map(Map.Entry::getValue)
                .map(String::valueOf)
                .findFirst();
    }
}
