package io.dialer.agent.backend;

/** A call that did not get the backend's envelope as its answer. The message says from where and why. */
final class BackendUnavailable extends Exception {
    private static final long serialVersionUID = 1L;

    BackendUnavailable(String message) {
        super(message, null, false, false);
    }
}
