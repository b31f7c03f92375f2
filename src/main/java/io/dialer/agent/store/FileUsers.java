package io.dialer.agent.store;

import java.util.concurrent.CountDownLatch;

/**
 * Others who may have a database file open. SQLite finds the log beside a file by the file's name, so whoever keeps a file
 * open while another takes its name would write into the log of that one.
 */
interface FileUsers {
    /** Returns when all have closed the file; they open it again at the signal. Waits for what they are at. */
    void leave(CountDownLatch comeBack) throws InterruptedException;

    /** Another file has the name now. */
    void replaced();
}
