package io.dialer.agent.backend.embedded;

import java.util.List;

/**
 * A part of a list.
 *
 * @param number from 1
 * @param size elements, at most {@link #LARGEST}
 */
record Page(int number, int size) {
    static final int LARGEST = 1000;

    long offset() {
        return (number - 1L) * size;
    }

    <T> List<T> of(List<T> all) {
        int from = (int) Math.min(all.size(), offset());
        return all.subList(from, (int) Math.min(all.size(), (long) from + size));
    }
}
