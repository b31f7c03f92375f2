package io.dialer.agent.probe.api.answer;

import io.dialer.agent.probe.ConfidentialNames;
import io.dialer.agent.probe.Deadline;
import io.dialer.agent.probe.Sentence;
import io.dialer.agent.probe.net.http.BodyUse;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One place of an answer. Pure.
 *
 * @param source the part of the answer
 * @param name of a header or cookie; empty: all of them
 * @param expression where in the part; null: the whole
 */
public record Lookup(Source source, String name, @Nullable Expression expression) {
    private static final Pattern WORD = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_-]*");

    static Lookup of(Source source, String written) {
        boolean whole = written.isBlank();
        return switch (source) {
            case BODY -> new Lookup(source, "", whole ? null : Expression.either(written));
            case JSON_BODY -> new Lookup(source, "", whole ? Expression.jsonPath("$") : Expression.jsonPath(written));
            case TEXT_BODY, URL -> new Lookup(source, "", whole ? null : Expression.regex(written));
            case HEADERS, COOKIE -> new Lookup(source, written.strip(), null);
            case STATUS, TIME, SIZE -> new Lookup(source, "", null);
        };
    }

    /** True where what stands there is a secret by the name of its place. */
    boolean isConfidential() {
        return switch (source) {
            case COOKIE -> true;
            case HEADERS -> ConfidentialNames.include(name);
            default ->
                expression != null
                        && WORD.matcher(expression.written())
                                .results()
                                .anyMatch(word -> ConfidentialNames.include(word.group()));
        };
    }

    /** What must be kept of the body to look there. */
    BodyUse bodyUse() {
        return switch (source) {
            case JSON_BODY -> BodyUse.JSON;
            case BODY -> expression != null && expression.readsJson() ? BodyUse.JSON : BodyUse.TEXT;
            case TEXT_BODY -> BodyUse.TEXT;
            default -> BodyUse.SIZE;
        };
    }

    /** The kind of the place, as the backend's page words it. */
    String pageType() {
        return expression != null && expression.readsJson() ? Source.JSON_BODY.pageType() : source.pageType();
    }

    Found in(AnswerReading reading, Deadline deadline) {
        StepAnswer answer = reading.answer();
        return switch (source) {
            case STATUS -> Found.Values.one(answer.status());
            case TIME -> Found.Values.one(answer.elapsedMillis());
            case SIZE -> Found.Values.one(answer.sizeBytes());
            case BODY, TEXT_BODY, JSON_BODY ->
                expression == null ? Found.Values.one(answer.body()) : expression.in(reading, deadline);
            case URL ->
                expression == null ? Found.Values.one(answer.finalUrl()) : expression.in(answer.finalUrl(), deadline);
            case HEADERS -> name.isEmpty() ? Found.Values.one(reading.headers()) : header(reading.headers(name));
            case COOKIE ->
                name.isEmpty()
                        ? Found.Values.one(answer.cookies())
                        : cookie(answer.cookies().get(name));
        };
    }

    private Found header(List<String> values) {
        return values.isEmpty()
                ? new Found.Nothing(Sentence.of("api.no_header", name))
                : new Found.Values(List.copyOf(values));
    }

    private Found cookie(@Nullable String value) {
        return value == null ? new Found.Nothing(Sentence.of("api.no_cookie", name)) : Found.Values.one(value);
    }
}
