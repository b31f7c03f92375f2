package io.dialer.agent.probe.type;

import io.dialer.agent.probe.net.ProbeFailure;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Whom a dialog is led with. All calls block the calling worker until the run's deadline at the latest. */
interface DialogPartner {
    /**
     * The next line or message; null where the other side has ended, and says no more of it.
     *
     * @param what is waited for, in a word or two
     */
    @Nullable
    String next(String what) throws ProbeFailure, TimeoutException, InterruptedException;

    /** Sends a line or message. */
    void say(String text) throws ProbeFailure, TimeoutException, InterruptedException;

    /** Changes to TLS. */
    void startTls() throws ProbeFailure, TimeoutException, InterruptedException;
}
