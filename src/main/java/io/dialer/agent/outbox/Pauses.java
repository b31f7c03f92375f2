package io.dialer.agent.outbox;

import java.time.Duration;
import java.util.List;

/**
 * How long what waits for a next attempt or look.
 *
 * @param row before a row that failed is sent again
 * @param link between tries while the backend takes nothing at all
 * @param unauthorized between tries while the backend refuses our token
 * @param unanswered before each repeat of a post that was sent whole without an answer: the backend may have it
 * @param look between two looks at the caps
 * @param removal before delivered rows that could not be removed are removed again
 * @param storing before a result that could not be stored is stored again
 */
record Pauses(
        Backoff row,
        Backoff link,
        Duration unauthorized,
        List<Duration> unanswered,
        Duration look,
        Duration removal,
        Duration storing) {
    static final Pauses USUAL = new Pauses(
            new Backoff(Duration.ofMillis(500), Duration.ofSeconds(60)),
            new Backoff(Duration.ofMillis(500), Duration.ofSeconds(5)),
            Duration.ofSeconds(30),
            List.of(Duration.ofMinutes(1), Duration.ofMinutes(10)),
            Duration.ofSeconds(5),
            Duration.ofSeconds(5),
            Duration.ofSeconds(1));

    Pauses {
        unanswered = List.copyOf(unanswered);
    }
}
