package io.dialer.agent.bench;

import com.google.errorprone.annotations.FormatMethod;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers out of numbers. */
final class Figures {
    private static final Pattern BUCKET = Pattern.compile("_bucket\\{le=\"([^\"]+)\"} (\\S+)$");

    private Figures() {}

    static double median(List<Double> figures) {
        return quantile(figures.stream().mapToDouble(Double::doubleValue).toArray(), 0.5);
    }

    /** The nearest rank. */
    static double quantile(double[] figures, double share) {
        if (figures.length == 0) {
            throw new IllegalStateException("no figures");
        }
        double[] sorted = figures.clone();
        Arrays.sort(sorted);
        return sorted[(int) Math.min(sorted.length - 1L, (long) Math.floor(sorted.length * share))];
    }

    /** A metric without labels, in Prometheus' text. */
    static double metric(String metrics, String name) {
        return metrics.lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no " + name));
    }

    /** Of what was counted between two looks, the quantile as Prometheus' {@code histogram_quantile} has it. */
    static double histogramQuantile(String before, String after, String name, double share) {
        Map<Double, Double> counts = buckets(after, name);
        buckets(before, name).forEach((bound, count) -> counts.merge(bound, -count, Double::sum));
        if (counts.getOrDefault(Double.POSITIVE_INFINITY, 0.0) == 0) {
            throw new IllegalStateException(name + " counted nothing");
        }
        double rank = share * counts.getOrDefault(Double.POSITIVE_INFINITY, 0.0);
        double lower = 0;
        double below = 0;
        for (Map.Entry<Double, Double> bucket : counts.entrySet()) {
            if (bucket.getValue() >= rank) {
                double within = (rank - below) / (bucket.getValue() - below);
                return bucket.getKey().isInfinite() ? lower : lower + (bucket.getKey() - lower) * within;
            }
            lower = bucket.getKey();
            below = bucket.getValue();
        }
        throw new IllegalStateException(name + " has no last bucket");
    }

    private static Map<Double, Double> buckets(String metrics, String name) {
        Map<Double, Double> counts = new TreeMap<>();
        metrics.lines().filter(line -> line.startsWith(name + "_bucket")).forEach(line -> {
            Matcher bucket = BUCKET.matcher(line);
            if (bucket.find()) {
                counts.put(bound(bucket.group(1)), Double.parseDouble(bucket.group(2)));
            }
        });
        return counts;
    }

    private static double bound(String text) {
        return "+Inf".equals(text) ? Double.POSITIVE_INFINITY : Double.parseDouble(text);
    }

    @FormatMethod
    static String text(String format, Object... arguments) {
        return String.format(Locale.ROOT, format, arguments);
    }
}
