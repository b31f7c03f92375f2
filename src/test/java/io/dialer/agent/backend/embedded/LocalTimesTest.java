package io.dialer.agent.backend.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LocalTimesTest {
    private static final LocalTimes SHANGHAI = new LocalTimes(
            ZoneId.of("Asia/Shanghai"), Clock.fixed(Instant.parse("2026-11-23T13:00:00.123456Z"), ZoneId.of("UTC")));

    @Test
    void writesWallClockTimeWithoutAnOffset() {
        assertThat(SHANGHAI.now()).isEqualTo("2026-11-23T21:00:00.123456");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-23T21:00:00.123456, 2026-11-23T13:00:00.123Z",
        "2026-11-23T21:00:00, 2026-11-23T13:00:00Z",
        "2026-11-23 21:00, 2026-11-23T13:00:00Z",
        "2026-11-23, 2026-11-22T16:00:00Z",
        "2026-11-23T13:00:00Z, 2026-11-23T13:00:00Z",
        "2026-11-23T14:00:00+01:00, 2026-11-23T13:00:00Z",
        "2026-11-23T08:00:00-05:00, 2026-11-23T13:00:00Z"
    })
    void readsLocalTimesDatesAndTimesWithAnOffset(String text, Instant expected) {
        assertThat(SHANGHAI.millis(text)).isEqualTo(expected.toEpochMilli());
    }

    @ParameterizedTest
    @ValueSource(strings = {"yesterday", "2026-13-01", "2026-11-23T25:00:00", "1764000000", "", "2026-11-2x"})
    void readsNothingElse(String text) {
        assertThat(SHANGHAI.millis(text)).isNull();
    }
}
