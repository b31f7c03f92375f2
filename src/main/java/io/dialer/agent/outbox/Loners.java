package io.dialer.agent.outbox;

import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/** Rows that go in a post of their own, because a batch with them failed. Pure. */
final class Loners {
    private final TreeSet<Long> ids = new TreeSet<>();

    void add(long id) {
        ids.add(id);
    }

    void forget(long id) {
        ids.remove(id);
    }

    /** Forgets rows that were removed from the store. */
    void forgetUpTo(long id) {
        ids.headSet(id, true).clear();
    }

    /** A view. */
    Set<Long> ids() {
        return Collections.unmodifiableSet(ids);
    }
}
