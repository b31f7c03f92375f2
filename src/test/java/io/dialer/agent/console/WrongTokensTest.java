package io.dialer.agent.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WrongTokensTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final WrongTokens wrongTokens = new WrongTokens();

    @Test
    void tenAreTooManyUntilAPauseHasPassed() {
        for (int guess = 0; guess < 10; guess++) {
            assertThat(wrongTokens.tooMany("a", 0)).isFalse();
            wrongTokens.add("a", 0);
        }
        assertThat(wrongTokens.tooMany("a", 0)).isTrue();
        assertThat(wrongTokens.tooMany("b", 0)).isFalse();
        assertThat(wrongTokens.tooMany("a", 5 * SECOND)).isTrue();
        assertThat(wrongTokens.tooMany("a", 6 * SECOND)).isFalse();
        wrongTokens.add("a", 6 * SECOND);
        assertThat(wrongTokens.tooMany("a", 7 * SECOND)).isTrue();
        assertThat(wrongTokens.tooMany("a", 67 * SECOND)).isFalse();
    }

    @Test
    void remembersTheAddressesThatGuessedLast() {
        IntStream.range(0, 10).forEach(guess -> wrongTokens.add("old", 0));
        IntStream.range(0, 1_000).forEach(address -> wrongTokens.add("other " + address, 0));
        assertThat(wrongTokens.tooMany("old", 0)).isFalse();
    }
}
