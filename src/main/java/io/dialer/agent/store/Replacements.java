package io.dialer.agent.store;

import org.jspecify.annotations.Nullable;

/**
 * Whether a file was replaced, for one who may ask only after it happened: the background check can find damage before the
 * owner of a database has its hands on it. Any thread.
 */
final class Replacements {
    private @Nullable Runnable handler;
    private boolean untold;

    /** Runs it once for all that happened before, and again each time. */
    synchronized void tell(Runnable newHandler) {
        handler = newHandler;
        if (untold) {
            untold = false;
            newHandler.run();
        }
    }

    synchronized void happened() {
        if (handler == null) {
            untold = true;
        } else {
            handler.run();
        }
    }
}
