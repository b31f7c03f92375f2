package io.dialer.agent.probe.api.signin;

import io.dialer.agent.probe.Deadline;
import io.dialer.agent.probe.Phase;
import io.dialer.agent.probe.net.ProbeFailure;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The tokens of a process. One fetch at a time for each; the others wait for it. Safe for use by several threads. */
final class TokenCache {
    /** Credentials with variables in them may be new in each run. */
    private static final int MOST = 1000;

    /**
     * What a fetch brought.
     *
     * @param token empty where it failed
     * @param lifetime how long the token may be sent; zero: once
     * @param failure null where there is a token
     */
    record Fetched(
            String token, Duration lifetime, @Nullable ProbeFailure failure) {}

    /** Gets a token from its server; blocks. */
    interface Source {
        Fetched fetch() throws InterruptedException;
    }

    private static final class Slot {
        final ReentrantLock fetching = new ReentrantLock();
        volatile @Nullable Kept kept;
    }

    private record Kept(String token, Instant until) {}

    private final InstantSource clock;
    private final Map<ClientCredentials, Slot> slots = new LinkedHashMap<>(16, 0.75f, true);

    TokenCache(InstantSource clock) {
        this.clock = clock;
    }

    TokenAnswer get(ClientCredentials credentials, Deadline deadline, Source source) throws InterruptedException {
        Slot slot = slot(credentials);
        TokenAnswer.Granted known = known(slot);
        if (known != null) {
            return known;
        }
        if (!slot.fetching.tryLock(deadline.remainingNanos(), TimeUnit.NANOSECONDS)) {
            return new TokenAnswer.Refused(ProbeFailure.timeoutIn(Phase.REQUEST));
        }
        try {
            TokenAnswer.Granted fetchedMeanwhile = known(slot);
            if (fetchedMeanwhile != null) {
                return fetchedMeanwhile;
            }
            // The server counts from some moment after this one.
            Instant asked = clock.instant();
            Fetched fetched = source.fetch();
            ProbeFailure failure = fetched.failure();
            if (failure != null) {
                return new TokenAnswer.Refused(failure);
            }
            slot.kept = fetched.lifetime().isZero() ? null : new Kept(fetched.token(), asked.plus(fetched.lifetime()));
            return new TokenAnswer.Granted(fetched.token(), false);
        } finally {
            slot.fetching.unlock();
        }
    }

    void forget(ClientCredentials credentials, String token) {
        synchronized (slots) {
            Slot slot = slots.get(credentials);
            Kept kept = slot == null ? null : slot.kept;
            if (slot != null && kept != null && kept.token().equals(token)) {
                slot.kept = null;
            }
        }
    }

    private TokenAnswer.@Nullable Granted known(Slot slot) {
        Kept kept = slot.kept;
        return kept != null && clock.instant().isBefore(kept.until())
                ? new TokenAnswer.Granted(kept.token(), true)
                : null;
    }

    private Slot slot(ClientCredentials credentials) {
        synchronized (slots) {
            Slot slot = slots.computeIfAbsent(credentials, first -> new Slot());
            if (slots.size() > MOST) {
                slots.remove(slots.keySet().iterator().next());
            }
            return slot;
        }
    }
}
