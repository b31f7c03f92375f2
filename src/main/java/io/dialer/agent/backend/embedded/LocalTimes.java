package io.dialer.agent.backend.embedded;

import io.dialer.agent.backend.Wire;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * The API's times: local wall-clock time of one zone, without an offset. Times with an offset are read as well. Used on
 * one event loop.
 */
final class LocalTimes {
    private final Clock clock;
    private ZoneId zone;

    LocalTimes(ZoneId zone, Clock clock) {
        this.zone = zone;
        this.clock = clock;
    }

    /** From now on. */
    void zone(ZoneId other) {
        zone = other;
    }

    String now() {
        return text(clock.instant());
    }

    long nowMillis() {
        return clock.millis();
    }

    String text(Instant moment) {
        return Wire.localTime(moment, zone);
    }

    /** Epoch milliseconds; null where it is no time. A date alone means its first moment. */
    @Nullable
    Long millis(String text) {
        String written = text.strip().replace(' ', 'T');
        try {
            if (written.length() == "2026-11-23".length()) {
                return LocalDate.parse(written).atStartOfDay(zone).toInstant().toEpochMilli();
            }
            boolean offset = written.endsWith("Z")
                    || written.substring(written.indexOf('T') + 1).matches(".*[+-].*");
            return offset
                    ? OffsetDateTime.parse(written).toInstant().toEpochMilli()
                    : LocalDateTime.parse(written).atZone(zone).toInstant().toEpochMilli();
        } catch (DateTimeException | ArithmeticException noTime) {
            return null;
        }
    }
}
