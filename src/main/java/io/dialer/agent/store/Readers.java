package io.dialer.agent.store;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** The connections that look into a database's file, so that nobody opens it while it is being replaced. Any thread. */
final class Readers {
    private final List<Database> all = new ArrayList<>();
    private CountDownLatch fileIsThere = new CountDownLatch(0);

    /** Returns what the reader waits for before it opens the file. */
    synchronized CountDownLatch add(Database reader) {
        all.add(reader);
        return fileIsThere;
    }

    /** All who may have it open; who comes later waits for the signal. */
    synchronized List<Database> asked(CountDownLatch comeBack) {
        fileIsThere = comeBack;
        return List.copyOf(all);
    }
}
