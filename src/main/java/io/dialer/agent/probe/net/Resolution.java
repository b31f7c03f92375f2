package io.dialer.agent.probe.net;

import io.dialer.agent.probe.Outcome;
import io.dialer.agent.probe.Phase;
import io.dialer.agent.probe.Sentence;
import java.io.IOException;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import org.xbill.DNS.lookup.LookupFailedException;
import org.xbill.DNS.lookup.NoSuchDomainException;
import org.xbill.DNS.lookup.ServerFailedException;

/** What a look-up that failed means. Pure. */
final class Resolution {
    private Resolution() {}

    /** The failure in the terms of a probe. */
    static ProbeFailure failure(String host, Throwable failed) {
        Throwable cause = unwrap(failed);
        if (isTimeout(cause)) {
            return failure(Outcome.TIMEOUT, "resolve.silent", host);
        }
        return switch (cause) {
            case NoSuchDomainException _ -> failure(Outcome.FAILED, "resolve.no_domain", host);
            case ServerFailedException _ -> failure(Outcome.FAILED, "resolve.server_failure", host);
            case PortUnreachableException _ -> failure(Outcome.FAILED, "resolve.no_server", host);
            default -> other(host, cause);
        };
    }

    static ProbeFailure failure(Outcome outcome, String key, Object... arguments) {
        return new ProbeFailure(outcome, Phase.RESOLVE, 0, Sentence.of(key, arguments));
    }

    private static ProbeFailure other(String host, Throwable cause) {
        String message = String.valueOf(cause.getMessage());
        // The library keeps the answer's code in its text only.
        if (cause instanceof LookupFailedException && message.contains("REFUSED")) {
            return failure(Outcome.FAILED, "resolve.refused", host);
        }
        Throwable inner = cause.getCause();
        return cause instanceof LookupFailedException && inner != null
                ? failure(host, inner)
                : failure(Outcome.FAILED, "resolve.failed", host, cause.getMessage() == null ? cause : message);
    }

    static boolean isTimeout(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String message = cause.getMessage();
            if (cause instanceof TimeoutException
                    || cause instanceof SocketTimeoutException
                    || (cause instanceof IOException && message != null && message.contains("Timed out"))) {
                return true;
            }
        }
        return false;
    }

    static Throwable unwrap(Throwable failure) {
        Throwable cause = failure.getCause();
        return failure instanceof CompletionException && cause != null ? unwrap(cause) : failure;
    }
}
