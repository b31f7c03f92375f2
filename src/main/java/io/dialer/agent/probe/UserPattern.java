package io.dialer.agent.probe;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

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
        /** It took more steps than an expression may. */
        UNDECIDED
    }

    /** Looks for the expression anywhere in a text. */
    public Finding findIn(String text) {
        try {
            return pattern.matcher(new LimitedText(text)).find() ? Finding.FOUND : Finding.ABSENT;
        } catch (LimitedText.StepsExceeded | StackOverflowError tooMuch) {
            return Finding.UNDECIDED;
        }
    }

    @Override
    public String toString() {
        return pattern.pattern();
    }
}
