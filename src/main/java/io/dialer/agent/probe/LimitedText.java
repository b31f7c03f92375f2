package io.dialer.agent.probe;

/**
 * A text for a user's regular expression to read: after a number of steps it refuses to be read on, so that an
 * expression that backtracks for ever ends. One instance serves one match.
 */
final class LimitedText implements CharSequence {
    /** The expression took more steps than it may. */
    static final class StepsExceeded extends RuntimeException {
        private static final long serialVersionUID = 1L;

        StepsExceeded() {
            super("the expression takes too many steps", null, false, false);
        }
    }

    private static final int LEAST_STEPS = 1_000_000;
    private static final int STEPS_PER_CHARACTER = 50;

    private final String text;
    private long stepsLeft;

    LimitedText(String text) {
        this.text = text;
        this.stepsLeft = LEAST_STEPS + (long) STEPS_PER_CHARACTER * text.length();
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public char charAt(int index) {
        if (--stepsLeft < 0) {
            throw new StepsExceeded();
        }
        return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return text.substring(start, end);
    }

    @Override
    public String toString() {
        return text;
    }
}
