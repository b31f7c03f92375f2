package io.dialer.agent.probe;

import org.jspecify.annotations.Nullable;

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

    /** So often a look at the clock is cheap. */
    private static final int STEPS_PER_LOOK = 1 << 14;

    private final String text;
    private final @Nullable Deadline deadline;
    private long stepsLeft;

    /**
     * A text that may be read for a while.
     *
     * @param deadline ends the reading as well; null: only the steps do
     */
    LimitedText(String text, @Nullable Deadline deadline) {
        this.text = text;
        this.deadline = deadline;
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
        if (stepsLeft % STEPS_PER_LOOK == 0) {
            look();
        }
        return text.charAt(index);
    }

    // The scheduler of virtual threads takes no carrier away from one that computes.
    @SuppressWarnings("ThreadPriorityCheck")
    private void look() {
        if (deadline != null && (deadline.passed() || Thread.currentThread().isInterrupted())) {
            throw new StepsExceeded();
        }
        Thread.yield();
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
