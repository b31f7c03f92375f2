package io.dialer.agent.probe;

import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** A regular expression that a task brings, in Java's syntax. Matching it always ends. */
public final class UserPattern {
    private final Pattern pattern;

    private UserPattern(Pattern pattern) {
        this.pattern = pattern;
    }

    /**
     * Reads an expression.
     *
     * @param option where it stands, for the error
     * @throws InvalidOption where it is none
     */
    public static UserPattern parse(String option, String expression) {
        try {
            return new UserPattern(Pattern.compile(expression));
        } catch (PatternSyntaxException broken) {
            throw new InvalidOption(option, expression, "a regular expression (" + broken.getDescription() + ")");
        }
    }

    /** What came of looking for the expression. */
    public enum Finding {
        FOUND,
        ABSENT,
        /** It took more steps, or longer, than an expression may. */
        UNDECIDED
    }

    /** Looks for the expression anywhere in a text. */
    public Finding findIn(String text) {
        return searchIn(text).finding();
    }

    /** The same, undecided also where a deadline passes. */
    public Finding findIn(String text, Deadline deadline) {
        return search(text, deadline).finding();
    }

    /**
     * What a search found.
     *
     * @param match the first place that matched, with its groups; null where there is none
     */
    public record Search(Finding finding, @Nullable MatchResult match) {}

    /** Looks for the expression anywhere in a text, and keeps the groups. */
    public Search searchIn(String text) {
        return search(text, null);
    }

    /** The same, undecided also where a deadline passes. */
    public Search searchIn(String text, Deadline deadline) {
        return search(text, deadline);
    }

    private Search search(String text, @Nullable Deadline deadline) {
        try {
            Matcher matcher = pattern.matcher(new LimitedText(text, deadline));
            return matcher.find()
                    ? new Search(Finding.FOUND, matcher.toMatchResult())
                    : new Search(Finding.ABSENT, null);
        } catch (LimitedText.StepsExceeded | StackOverflowError tooMuch) {
            return new Search(Finding.UNDECIDED, null);
        }
    }

    @Override
    public String toString() {
        return pattern.pattern();
    }
}
