package io.dialer.agent.probe.api.answer;

import com.jayway.jsonpath.JsonPath;
import com.jayway.jsonpath.PathNotFoundException;
import io.dialer.agent.probe.Deadline;
import io.dialer.agent.probe.InvalidOption;
import io.dialer.agent.probe.Sentence;
import io.dialer.agent.probe.UserPattern;
import io.dialer.agent.probe.net.http.JsonPaths;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A JSONPath or a regular expression, compiled. One that is neither is kept with the reason: it fails what it belongs
 * to, not the whole task. Looking for it never throws.
 *
 * @param written as in the task
 * @param path null: it is no JSONPath
 * @param pattern null: it is no regular expression
 * @param problem why it cannot be used at all; null: it can
 */
public record Expression(
        String written,
        @Nullable JsonPath path,
        @Nullable UserPattern pattern,
        @Nullable Sentence problem) {
    private static final String NAME = "[\\p{L}_][\\p{L}\\p{N}_-]*";
    private static final String INDEX = "\\[(?:-?\\d+|-?\\d*:-?\\d*|\\*|'[^']*'|\"[^\"]*\")]";
    /** Such as {@code data.items[0].id}: a path whose {@code $.} was left away. */
    private static final Pattern PATH_LIKE =
            Pattern.compile("(?:" + NAME + "|" + INDEX + ")(?:\\." + NAME + "|" + INDEX + ")*(?:\\.[a-z]+\\(\\))?");

    /** A JSONPath, with or without {@code $}. */
    static Expression jsonPath(String written) {
        String text = written.strip();
        String separator = text.startsWith("[") ? "" : ".";
        try {
            JsonPath path = JsonPaths.compile("expression", text.startsWith("$") ? text : "$" + separator + text);
            return new Expression(written, path, null, null);
        } catch (InvalidOption unusable) {
            return unusable(written, Sentence.of("api.bad_json_path", unusable.reason()));
        }
    }

    /** A regular expression. */
    static Expression regex(String written) {
        try {
            return new Expression(written, null, UserPattern.parse("regex", written), null);
        } catch (InvalidOption broken) {
            return unusable(written, Sentence.of("api.bad_regex", broken.reason()));
        }
    }

    /** What the answer decides: a JSONPath with {@code $}; what looks like a path is one where the answer is JSON. */
    static Expression either(String written) {
        String text = written.strip();
        if (text.startsWith("$")) {
            return jsonPath(written);
        }
        Expression regex = regex(written);
        return PATH_LIKE.matcher(text).matches()
                ? new Expression(written, jsonPath(text).path(), regex.pattern(), null)
                : regex;
    }

    boolean readsJson() {
        return path != null;
    }

    /** Looks into a body, by the path where there is one and it can lead anywhere. */
    Found in(AnswerReading reading, Deadline deadline) {
        if (problem != null) {
            return new Found.Unusable(problem);
        }
        if (path != null && (reading.hasStructure() || pattern == null)) {
            return byPath(path, reading.document());
        }
        return in(reading.answer().body(), deadline);
    }

    /** Looks into a text: the first group that matched, or the whole match. */
    Found in(String text, Deadline deadline) {
        if (problem != null || pattern == null) {
            return new Found.Unusable(problem == null ? Sentence.of("api.no_match", written) : problem);
        }
        UserPattern.Search search = pattern.searchIn(text, deadline);
        MatchResult match = search.match();
        if (match == null) {
            return search.finding() == UserPattern.Finding.UNDECIDED
                    ? new Found.Unusable(Sentence.of("api.undecided", written))
                    : new Found.Nothing(Sentence.of("api.no_match", written));
        }
        String group = match.groupCount() > 0 ? match.group(1) : null;
        return Found.Values.one(group == null ? match.group() : group);
    }

    private static Found byPath(JsonPath path, @Nullable Object document) {
        if (document == null) {
            return new Found.Unusable(Sentence.of("http.not_json", path.getPath()));
        }
        try {
            Object found = path.read(document);
            if (!path.isDefinite() && found instanceof List<?> values) {
                return values.isEmpty() ? absent(path) : new Found.Values(new ArrayList<>(values));
            }
            return Found.Values.one(found);
        } catch (PathNotFoundException absent) {
            return absent(path);
        } catch (RuntimeException | StackOverflowError unusable) {
            // Functions and filters of a path fail on values that they were not made for.
            return new Found.Unusable(
                    Sentence.of("http.json_unusable", path.getPath(), String.valueOf(unusable.getMessage())));
        }
    }

    private static Found absent(JsonPath path) {
        return new Found.Nothing(Sentence.of("http.json_absent", path.getPath()));
    }

    private static Expression unusable(String written, Sentence problem) {
        return new Expression(written, null, null, problem);
    }
}
