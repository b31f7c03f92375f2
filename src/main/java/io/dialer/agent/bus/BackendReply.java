package io.dialer.agent.bus;

/**
 * An answer of the backend that was its envelope, whatever it says.
 *
 * @param status the HTTP status
 * @param code the envelope's code
 * @param message the envelope's message
 */
public record BackendReply(int status, int code, String message) {
    /** True when the call did what it asked for. */
    public boolean success() {
        return code == 0 && status >= 200 && status < 300;
    }

    /** The status that counts: an envelope's own code where it contradicts a 2xx. */
    public int effectiveStatus() {
        return status >= 200 && status < 300 && code != 0 ? code : status;
    }
}
