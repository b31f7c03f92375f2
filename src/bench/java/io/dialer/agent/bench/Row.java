package io.dialer.agent.bench;

/**
 * A line of the table.
 *
 * @param what is measured, and of what
 * @param ours with its unit
 * @param theirs of the peer; empty where it has no such thing, or is not here
 * @param goal what was wanted, and whether it was met; empty where nothing was
 */
record Row(String what, String ours, String theirs, String goal) {
    String markdown() {
        return "| " + String.join(" | ", what, ours, theirs, goal) + " |";
    }
}
