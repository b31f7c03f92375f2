package io.dialer.agent.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GoDurationTest {
    @ParameterizedTest
    @CsvSource({
        "5s, 5000",
        "1m30s, 90000",
        "250ms, 250",
        "0, 0",
        "0s, 0",
        "1h, 3600000",
        "1d, 86400000",
        "2w, 1209600000",
        "2.5s, 2500",
        "0.5m, 30000",
        "1500us, 2",
        "1h0m0.5s, 3600500"
    })
    void readsUnits(String text, long millis) {
        assertThat(GoDuration.parse(text)).isCloseTo(Duration.ofMillis(millis), Duration.ofMillis(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "s", "5 s", "-5s", "1.s", ".5s", "5sec"})
    void whatPrometheusDoesNotReadIsNone(String text) {
        assertThat(GoDuration.parse(text)).isNull();
    }
}
