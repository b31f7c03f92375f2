package io.dialer.agent.bench;

import java.util.Arrays;
import java.util.Locale;

/** How much is measured: what a change needs to be looked at, or all that is documented. */
enum BenchScale {
    QUICK,
    FULL;

    /**
     * The scale of that name.
     *
     * @throws IllegalArgumentException where there is none
     */
    static BenchScale of(String word) {
        return Arrays.stream(values())
                .filter(scale -> scale.name().toLowerCase(Locale.ROOT).equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("bench takes quick or full, not " + word));
    }

    <T> T pick(T quick, T full) {
        return this == QUICK ? quick : full;
    }
}
