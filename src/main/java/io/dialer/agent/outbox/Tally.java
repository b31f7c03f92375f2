package io.dialer.agent.outbox;

/**
 * What waits, what was delivered, what was given up and what a cap removed. Follows the rows that the store says it
 * changed, so that it never drifts from the tables. Used on the outbox's event loop.
 */
final class Tally {
    private long waiting;
    private long delivered;
    private long dead;
    private long dropped;

    Tally(long waiting, long dead) {
        this.waiting = waiting;
        this.dead = dead;
    }

    /** The tables were counted anew: another file has taken their place. */
    void counted(long waitingNow, long deadNow) {
        waiting = waitingNow;
        dead = deadNow;
    }

    void stored() {
        waiting++;
    }

    void delivered(long rows) {
        delivered += rows;
    }

    /** Rows left the table of those that wait. */
    void removed(long rows) {
        waiting -= rows;
    }

    /** As {@link #removed}, by a cap. */
    void dropped(long rows) {
        waiting -= rows;
        dropped += rows;
    }

    void buried(OutboxDead.Buried buried) {
        waiting -= buried.moved();
        dead += buried.moved() - buried.displaced() - buried.repeated();
        dropped += buried.displaced();
    }

    void revived(long rows) {
        dead -= rows;
        waiting += rows;
    }

    void purged(long rows) {
        dead -= rows;
    }

    /** Dead letters left by a cap. */
    void lettersDropped(long rows) {
        dead -= rows;
        dropped += rows;
    }

    long waiting() {
        return waiting;
    }

    long deliveredCount() {
        return delivered;
    }

    long dead() {
        return dead;
    }

    /** Results that a cap removed, since the start. */
    long droppedCount() {
        return dropped;
    }
}
