package io.dialer.agent.probe.type;

import io.dialer.agent.probe.InvalidOption;
import io.dialer.agent.probe.Options;
import io.dialer.agent.probe.UserPattern;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One step of {@code query_response}: wait for a line, then send one, then change to TLS; each only where it is asked
 * for. As in blackbox_exporter.
 *
 * @param expect what a line must match; null: none is waited for
 * @param send the line to send, without its end; empty: none
 * @param startTls whether TLS begins then
 * @param labels what a result shall say of the match, with references to its groups
 */
record QueryStep(@Nullable UserPattern expect, String send, boolean startTls, List<Map.Entry<String, String>> labels) {
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{([A-Za-z0-9]+)\\}|\\\\([0-9])");
    private static final int MOST_STEPS = 100;

    static List<QueryStep> from(Options options) {
        List<QueryStep> steps =
                options.groups("query_response").stream().map(QueryStep::of).toList();
        if (steps.size() > MOST_STEPS) {
            throw new InvalidOption("query_response", steps.size() + " steps", "at most " + MOST_STEPS);
        }
        return steps;
    }

    private static QueryStep of(Options step) {
        String expect = step.text("expect");
        QueryStep read = new QueryStep(
                expect == null || expect.isEmpty() ? null : UserPattern.parse("expect", expect),
                step.text("send", ""),
                step.flag("starttls", false),
                step.pairs("labels"));
        // What would be passed over in silence could turn a failure into a success.
        if (!step.unknown().isEmpty()) {
            throw new InvalidOption(
                    "query_response", step.unknown().getFirst(), "expect, send, starttls and labels in a step");
        }
        return read;
    }

    /** What is sent: {@code ${1}}, {@code ${name}} and {@code \1} stand for groups of the last match. */
    String sendAfter(@Nullable MatchResult match) {
        return filledIn(send, match);
    }

    /** The labels, filled in the same way. */
    Map<String, String> labelsAfter(@Nullable MatchResult match) {
        Map<String, String> filled = new LinkedHashMap<>();
        labels.forEach(label -> filled.put(label.getKey(), filledIn(label.getValue(), match)));
        return filled;
    }

    private static String filledIn(String text, @Nullable MatchResult match) {
        return REFERENCE.matcher(text).replaceAll(reference -> {
            String group = reference.group(1) == null ? reference.group(2) : reference.group(1);
            return Matcher.quoteReplacement(value(match, group));
        });
    }

    /** A group that is not there is empty, as in Go. */
    private static String value(@Nullable MatchResult match, String group) {
        if (match == null) {
            return "";
        }
        try {
            String value =
                    Character.isDigit(group.charAt(0)) ? match.group(Integer.parseInt(group)) : match.group(group);
            return value == null ? "" : value;
        } catch (IllegalArgumentException | IndexOutOfBoundsException noSuchGroup) {
            return "";
        }
    }
}
