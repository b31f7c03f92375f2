package io.dialer.agent.console;

import io.dialer.agent.bus.HistoryQuery;
import io.dialer.agent.probe.Outcome;
import io.vertx.ext.web.RoutingContext;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads {@code task_id outcome from to limit cursor}; what is wrong is answered, with what is allowed. */
final class ResultQuery {
    /** Results in one answer. */
    static final int MOST = 1_000;

    private ResultQuery() {}

    /** Empty where a parameter was wrong, and the answer is given. */
    static Optional<HistoryQuery> of(RoutingContext context) {
        Integer limit = number(context, "limit", 100, 1, MOST);
        if (limit == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(new HistoryQuery(
                    parameter(context, "task_id"),
                    outcome(parameter(context, "outcome")),
                    moment(parameter(context, "from"), "from", Long.MIN_VALUE),
                    moment(parameter(context, "to"), "to", Long.MAX_VALUE),
                    cursor(parameter(context, "cursor")),
                    limit));
        } catch (IllegalArgumentException wrong) {
            Problem.answer(context, 400, String.valueOf(wrong.getMessage()));
            return Optional.empty();
        }
    }

    /** Null where it was wrong, and the answer is given. */
    static @Nullable Integer number(RoutingContext context, String name, int absent, int least, int most) {
        String text = parameter(context, name);
        if (text == null) {
            return absent;
        }
        if (text.matches("[0-9]{1,9}") && Integer.parseInt(text) >= least && Integer.parseInt(text) <= most) {
            return Integer.valueOf(text);
        }
        Problem.answer(
                context,
                400,
                "%s: \"%s\" is not allowed; allowed: a whole number from %d to %d".formatted(name, text, least, most));
        return null;
    }

    static @Nullable String parameter(RoutingContext context, String name) {
        String value = context.request().getParam(name);
        return value == null || value.isBlank() ? null : value.strip();
    }

    static @Nullable Outcome outcome(@Nullable String text) {
        if (text == null) {
            return null;
        }
        return Arrays.stream(Outcome.values())
                .filter(outcome -> outcome.wireName().equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("outcome: \"%s\" is not allowed; allowed: %s"
                        .formatted(
                                text,
                                Arrays.stream(Outcome.values())
                                        .map(Outcome::wireName)
                                        .collect(Collectors.joining(", ")))));
    }

    private static long moment(@Nullable String text, String name, long absent) {
        if (text == null) {
            return absent;
        }
        try {
            return Instant.parse(text).toEpochMilli();
        } catch (DateTimeException | ArithmeticException noMoment) {
            throw new IllegalArgumentException(
                    "%s: \"%s\" is not allowed; allowed: a moment such as 2026-11-23T21:00:00Z".formatted(name, text),
                    noMoment);
        }
    }

    private static long cursor(@Nullable String text) {
        if (text == null) {
            return Long.MAX_VALUE;
        }
        if (!text.matches("[0-9]{1,18}")) {
            throw new IllegalArgumentException(
                    "cursor: \"%s\" is not allowed; allowed: the next_cursor of an answer".formatted(text));
        }
        return Long.parseLong(text);
    }
}
