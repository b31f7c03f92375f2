package io.dialer.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnitsTest {
    @ParameterizedTest
    @CsvSource({
        "90s, PT90S",
        "5m, PT5M",
        "2h, PT2H",
        "7d, P7D",
        "250ms, PT0.25S",
        "1.5h, PT1H30M",
        "30, PT30S",
        "' 3 S ', PT3S"
    })
    void readsTimes(String text, Duration expected) {
        assertThat(Units.duration(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "10, 10",
        "10b, 10",
        "1kB, 1000",
        "1KiB, 1024",
        "2 MiB, 2097152",
        "3MB, 3000000",
        "1GiB, 1073741824",
        "0.5 TiB, 549755813888",
        "1gb, 1000000000"
    })
    void readsSizes(String text, long expected) {
        assertThat(Units.bytes(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "s", "-1s", "1 year", "1,5s", "1e3", "5 m m", "٣s"})
    void refusesEverythingElse(String text) {
        assertThat(Units.duration(text)).isNull();
        assertThat(Units.bytes(text)).isNull();
    }

    @Test
    void takesNumbersAsSecondsOrBytes() {
        assertThat(Units.duration(2.5)).isEqualTo(Duration.ofMillis(2_500));
        assertThat(Units.bytes(1_048_576)).isEqualTo(1_048_576);
        assertThat(Units.duration(true)).isNull();
    }
}
