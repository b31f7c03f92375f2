package io.dialer.agent.console;

import io.dialer.agent.bus.TaskListing;
import io.dialer.agent.probe.Outcome;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which tasks a caller wants to see.
 *
 * @param type of one type; null: of all
 * @param outcome whose last run ended so; null: all
 * @param text that the id, the name or the target contains, in any case; null: all
 * @param from the first of them that is shown
 * @param limit how many at most
 */
record TaskFilter(
        @Nullable String type,
        @Nullable Outcome outcome,
        @Nullable String text,
        int from,
        int limit) {
    private static final int MOST = 10_000;

    /** Empty where a parameter was wrong, and the answer is given. */
    static Optional<TaskFilter> of(RoutingContext context) {
        Integer limit = ResultQuery.number(context, "limit", 1_000, 1, MOST);
        Integer from = limit == null ? null : ResultQuery.number(context, "cursor", 0, 0, 999_999_999);
        if (limit == null || from == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(new TaskFilter(
                    ResultQuery.parameter(context, "type"),
                    ResultQuery.outcome(ResultQuery.parameter(context, "outcome")),
                    ResultQuery.parameter(context, "text"),
                    from,
                    limit));
        } catch (IllegalArgumentException wrong) {
            Problem.answer(context, 400, String.valueOf(wrong.getMessage()));
            return Optional.empty();
        }
    }

    boolean wants(TaskListing.Entry entry) {
        TaskListing.LastRun last = entry.last();
        return (type == null || type.equals(entry.task().type()))
                && (outcome == null || (last != null && last.outcome() == outcome))
                && (text == null
                        || contains(entry.task().id())
                        || contains(entry.task().name())
                        || contains(entry.task().target()));
    }

    private boolean contains(String whole) {
        return text == null || whole.toLowerCase(Locale.ROOT).contains(text.toLowerCase(Locale.ROOT));
    }
}
