package io.dialer.agent.outbox;

import java.time.Duration;

/**
 * How many posts may be under way at once: begins with two, grows by one with each full window of quick answers, is
 * halved by a slow one or a failure. Backends slow down with their history, and pressing on would only make it worse.
 * Pure.
 */
final class SendWindow {
    private static final int FIRST = 2;
    private static final Duration QUICK = Duration.ofMillis(500);
    private static final Duration SLOW = Duration.ofSeconds(2);

    private int most;
    private int size;
    private int quickAnswers;

    SendWindow(int most) {
        this.most = most;
        this.size = Math.min(FIRST, most);
    }

    /** From now on; posts above a lowered one end as they began. */
    void most(int changed) {
        most = changed;
        size = Math.min(size, most);
    }

    int size() {
        return size;
    }

    void answered(Duration after) {
        if (after.compareTo(SLOW) > 0) {
            shrink();
        } else if (after.compareTo(QUICK) <= 0 && ++quickAnswers >= size) {
            quickAnswers = 0;
            size = Math.min(size + 1, most);
        }
    }

    void failed() {
        shrink();
    }

    private void shrink() {
        quickAnswers = 0;
        size = Math.max(1, size / 2);
    }
}
