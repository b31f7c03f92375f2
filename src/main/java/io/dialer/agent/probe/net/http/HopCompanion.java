package io.dialer.agent.probe.net.http;

/** What goes along with a call from hop to hop, such as cookies. Called on the worker that makes the call. */
public interface HopCompanion {
    /** Goes along with a call that carries nothing from hop to hop. */
    HopCompanion NONE = new HopCompanion() {
        @Override
        public HttpCall prepared(HttpCall next) {
            return next;
        }

        @Override
        public void answered(HttpHop hop) {}
    };

    /**
     * The next request with what belongs to it: the first one, and again after each redirect and challenge. What is added
     * here does not go on to the hop after it.
     */
    HttpCall prepared(HttpCall next);

    /** An answer's head has come, complete or not; a status of 0 says that none has. */
    void answered(HttpHop hop);
}
