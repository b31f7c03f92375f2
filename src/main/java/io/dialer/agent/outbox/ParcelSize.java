package io.dialer.agent.outbox;

import java.util.concurrent.TimeUnit;

/**
 * How many rows go in one post: one, or many where the backend has announced that it takes batches. Batches that do not
 * get through are halved, those that pass let them grow. Pure; moments are nanoseconds of the monotonic clock.
 */
final class ParcelSize {
    static final int MOST_ROWS = 200;
    /** Of a row's stored form, times the rows: what is larger shares a parcel with fewer others. */
    private static final long BYTES_A_ROW = 2_000;
    /** A backend that has forgotten what it announced is asked again. */
    private static final long PAUSE_NANOS = TimeUnit.MINUTES.toNanos(5);

    private static final int REFUSALS_UNTIL_PAUSE = 3;

    private boolean batches;
    private boolean doubtful;
    private boolean paused;
    private long pausedUntil;
    private int refusalsInRow;
    private int rows = MOST_ROWS;

    /** What the backend has announced. */
    void announced(boolean takesBatches) {
        batches = takesBatches;
        doubtful = false;
        paused = false;
        refusalsInRow = 0;
        rows = MOST_ROWS;
    }

    /**
     * A backend that takes batches knows results by their id: it may be sent the same ones again. One that has refused
     * them since may be another by now.
     */
    boolean repeatsAreKnown() {
        return batches && !doubtful;
    }

    int rows(long now) {
        if (paused && pausedUntil - now <= 0) {
            paused = false;
        }
        return batches && !paused ? rows : 1;
    }

    /** Of the stored forms; on the wire they are two or three times as long. */
    long bytes() {
        return rows * BYTES_A_ROW;
    }

    /** So many rows got through in one post. */
    void passed(int count) {
        if (count > 1) {
            doubtful = false;
            refusalsInRow = 0;
        }
        if (count >= rows) {
            rows = Math.min(MOST_ROWS, rows + Math.max(1, rows / 10));
        }
    }

    /** A batch was too large, or did not get through, for which its size may be the reason. */
    void tooLarge() {
        rows = Math.max(1, rows / 2);
    }

    /** A batch was refused, for which one of its rows may be the reason; again and again, that is not the reason. */
    void refused(long now) {
        if (++refusalsInRow >= REFUSALS_UNTIL_PAUSE) {
            pause(now);
        }
    }

    /** There is nothing at the place for batches. */
    void pause(long now) {
        doubtful = true;
        paused = true;
        pausedUntil = now + PAUSE_NANOS;
        refusalsInRow = 0;
    }

    /** The backend is back after an outage: what answered in its place says nothing any more. */
    void backendIsBack() {
        paused = false;
    }
}
