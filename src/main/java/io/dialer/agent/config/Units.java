package io.dialer.agent.config;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Times and sizes as people write them. A bare number is seconds, or bytes. */
final class Units {
    private static final Pattern NUMBER_AND_UNIT = Pattern.compile("\\s*([0-9]+(?:\\.[0-9]+)?)\\s*([A-Za-z]*)\\s*");
    private static final Map<String, Double> SECONDS =
            Map.of("", 1.0, "ms", 0.001, "s", 1.0, "m", 60.0, "h", 3600.0, "d", 86_400.0);
    private static final Map<String, Double> BYTES = Map.of(
            "", 1.0, "b", 1.0, "kib", 0x1p10, "mib", 0x1p20, "gib", 0x1p30, "tib", 0x1p40, "kb", 1e3, "mb", 1e6, "gb",
            1e9);

    private static final List<Map.Entry<String, Long>> MILLIS_FROM_LARGEST = List.of(
            Map.entry("d", 86_400_000L), Map.entry("h", 3_600_000L), Map.entry("m", 60_000L), Map.entry("s", 1_000L));

    private Units() {}

    /** Null where the value is not a time. */
    static @Nullable Duration duration(Object value) {
        Double seconds = read(value, SECONDS);
        return seconds == null ? null : Duration.ofNanos(Math.round(seconds * 1e9));
    }

    /** Null where the value is not a size. */
    static @Nullable Long bytes(Object value) {
        Double bytes = read(value, BYTES);
        return bytes == null ? null : Math.round(bytes);
    }

    /** A time as a number of seconds without a needless fraction. */
    static String seconds(Duration duration) {
        double seconds = duration.toNanos() / 1e9;
        return seconds == Math.rint(seconds) ? Long.toString(Math.round(seconds)) : Double.toString(seconds);
    }

    /** In the largest unit that leaves no fraction: {@code 7d}, {@code 300s} as {@code 5m}. */
    static String readable(Duration duration) {
        long millis = duration.toMillis();
        for (Map.Entry<String, Long> unit : MILLIS_FROM_LARGEST) {
            if (millis != 0 && millis % unit.getValue() == 0) {
                return millis / unit.getValue() + unit.getKey();
            }
        }
        return millis + "ms";
    }

    /** As {@link #readable(Duration)}, of a size: {@code 2GiB}. */
    static String readable(long bytes) {
        for (int power = 4; power > 0; power--) {
            if (bytes != 0 && bytes % (1L << (10 * power)) == 0) {
                return (bytes >> (10 * power)) + " KMGT".substring(power, power + 1) + "iB";
            }
        }
        return Long.toString(bytes);
    }

    private static @Nullable Double read(Object value, Map<String, Double> units) {
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        if (!(value instanceof String text)) {
            return null;
        }
        Matcher matcher = NUMBER_AND_UNIT.matcher(text);
        if (!matcher.matches()) {
            return null;
        }
        Double factor = units.get(matcher.group(2).toLowerCase(Locale.ROOT));
        return factor == null ? null : Double.parseDouble(matcher.group(1)) * factor;
    }

    /** A whole number in any form that JSON has for one; null: it is none. */
    static @Nullable Long whole(Object value) {
        return switch (value) {
            case Integer number -> number.longValue();
            case Long number -> number;
            case Double number ->
                number == Math.rint(number) && Math.abs(number) < 1e15 ? Long.valueOf(number.longValue()) : null;
            default -> null;
        };
    }
}
