package io.dialer.agent.outbox;

/**
 * What waits, what was delivered and what was given up. Follows the rows that the store says it changed, so that it never
 * drifts from the tables. Used on the outbox's event loop.
 */
final class Tally {
    private long waiting;
    private long delivered;
    private long dead;

    Tally(long waiting, long dead) {
        this.waiting = waiting;
        this.dead = dead;
    }

    void stored() {
        waiting++;
    }

    void delivered() {
        delivered++;
    }

    /** Rows left the table of those that wait. */
    void removed(long rows) {
        waiting -= rows;
    }

    void buried(OutboxDead.Buried buried) {
        waiting -= buried.moved();
        dead += buried.moved() - buried.displaced();
    }

    void revived(long rows) {
        dead -= rows;
        waiting += rows;
    }

    void purged(long rows) {
        dead -= rows;
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
}
