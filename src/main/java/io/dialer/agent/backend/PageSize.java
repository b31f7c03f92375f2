package io.dialer.agent.backend;

/** How many elements of a list are asked for at once: fewer where a page timed out, more again after a while. */
final class PageSize {
    private static final int LARGEST = 100;
    private static final int SMALLEST = 5;
    private static final int LISTS_UNTIL_LARGER = 20;

    private int elements = LARGEST;
    private int listsAtThisSize;

    int elements() {
        return elements;
    }

    /** A page timed out; false where smaller ones would not help either. */
    boolean halve() {
        if (elements <= SMALLEST) {
            return false;
        }
        elements = Math.max(SMALLEST, elements / 2);
        listsAtThisSize = 0;
        return true;
    }

    /** A whole list came. */
    void succeeded() {
        if (++listsAtThisSize >= LISTS_UNTIL_LARGER) {
            listsAtThisSize = 0;
            elements = Math.min(LARGEST, elements * 2);
        }
    }
}
