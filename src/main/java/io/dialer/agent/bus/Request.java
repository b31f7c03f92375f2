package io.dialer.agent.bus;

import java.time.Duration;

/**
 * An address with one consumer that replies.
 *
 * @param <Q> the question
 * @param <R> the reply
 * @param name the address
 * @param patience how long a caller waits for the reply
 */
public record Request<Q, R>(String name, Class<Q> question, Class<R> reply, Duration patience) {
    /** The same for a caller who waits no longer than this. */
    public Request<Q, R> within(Duration shorter) {
        return new Request<>(name, question, reply, shorter);
    }
}
