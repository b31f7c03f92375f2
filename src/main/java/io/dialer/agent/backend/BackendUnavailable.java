package io.dialer.agent.backend;

/** A call that did not get what it asked for. The message says from where and why. */
final class BackendUnavailable extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;

    /** No answer came. */
    BackendUnavailable(String message) {
        this(0, message);
    }

    /**
     * An answer came that helps nobody.
     *
     * @param status HTTP's; 0: no answer
     */
    BackendUnavailable(int status, String message) {
        super(message, null, false, false);
        this.status = status;
    }

    /** True where the backend does not know such a call, or not from us: asking again soon is no use. */
    boolean isRefusal() {
        return status == 401 || status == 403 || status == 404 || status == 405;
    }
}
