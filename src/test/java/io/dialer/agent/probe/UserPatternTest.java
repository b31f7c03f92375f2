package io.dialer.agent.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.dialer.agent.probe.UserPattern.Finding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UserPatternTest {
    @ParameterizedTest
    @CsvSource({"b, FOUND", "^b, ABSENT", "^a.c$, FOUND", "(?i)ABC, FOUND", "x, ABSENT"})
    void isLookedForAnywhere(String expression, Finding finding) {
        assertThat(UserPattern.parse("o", expression).findIn("abc")).isEqualTo(finding);
    }

    @ParameterizedTest
    @ValueSource(strings = {"^(a|aa)+\\1z$", "(.*,){30}z", "^(\\w+\\s?)*\\1#"})
    void endsInFiniteTimeWhateverItIs(String expression) {
        long before = System.nanoTime();
        Finding finding = UserPattern.parse("o", expression).findIn("a".repeat(60) + ",".repeat(60));

        assertThat(finding).isNotEqualTo(Finding.FOUND);
        assertThat((System.nanoTime() - before) / 1_000_000).isLessThan(3_000);
    }

    @Test
    void isUndecidedBeyondItsSteps() {
        assertThat(UserPattern.parse("o", "^(a|aa)+\\1z$").findIn("a".repeat(60)))
                .isEqualTo(Finding.UNDECIDED);
    }

    @Test
    void isUndecidedWhereTheStackEnds() {
        assertThat(UserPattern.parse("o", "(a|b)*c").findIn("ab".repeat(500_000)))
                .isNotEqualTo(Finding.FOUND);
    }

    @Test
    void readsALargeBodyToItsEnd() {
        assertThat(UserPattern.parse("o", "needle").findIn("hay".repeat(1_000_000) + "needle"))
                .isEqualTo(Finding.FOUND);
    }

    @ParameterizedTest
    @ValueSource(strings = {"(", "[a", "*", "a{2,1}"})
    void isRefusedWhereItIsNone(String expression) {
        assertThatExceptionOfType(InvalidOption.class)
                .isThrownBy(() -> UserPattern.parse("body_matches", expression))
                .withMessageStartingWith("body_matches: ");
    }
}
