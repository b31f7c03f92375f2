package io.dialer.agent.blackbox;

import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Durations as Go writes them, {@code 1h30m}, {@code 2.5s}, {@code 250ms}, and days and weeks as Prometheus does. Pure. */
final class GoDuration {
    private static final Pattern PART = Pattern.compile("([0-9]{1,9}(?:\\.[0-9]{1,9})?)(ms|us|µs|ns|w|d|h|m|s)");
    private static final Map<String, Double> SECONDS = Map.of(
            "w", 604_800.0, "d", 86_400.0, "h", 3_600.0, "m", 60.0, "s", 1.0, "ms", 1e-3, "us", 1e-6, "µs", 1e-6, "ns",
            1e-9);

    private GoDuration() {}

    /** Null where it is none. */
    static @Nullable Duration parse(String text) {
        if (text.equals("0")) {
            return Duration.ZERO;
        }
        Matcher part = PART.matcher(text);
        double seconds = 0;
        int end = 0;
        while (part.region(end, text.length()).lookingAt()) {
            seconds += Double.parseDouble(part.group(1)) * SECONDS.getOrDefault(part.group(2), 0.0);
            end = part.end();
        }
        return end == 0 || end < text.length() ? null : Duration.ofNanos(Math.round(seconds * 1e9));
    }
}
