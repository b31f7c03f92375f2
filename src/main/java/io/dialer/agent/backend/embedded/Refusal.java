package io.dialer.agent.backend.embedded;

/** A call that the embedded backend refuses: the caller's mistake, not ours. */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;

    private Refusal(int status, String message) {
        super(message, null, false, false);
        this.status = status;
    }

    static Refusal badRequest(String message) {
        return new Refusal(400, message);
    }

    static Refusal tooLarge(int allowed) {
        return new Refusal(413, "it is too large; allowed: %d bytes".formatted(allowed));
    }

    static Refusal notFound(String what) {
        return new Refusal(404, what + " is not here");
    }

    static Refusal notAllowed(String method, String allowed) {
        return new Refusal(405, "%s is not allowed; allowed: %s".formatted(method, allowed));
    }

    int status() {
        return status;
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
