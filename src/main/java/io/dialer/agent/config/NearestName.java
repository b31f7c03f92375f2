package io.dialer.agent.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds the name that somebody probably meant, by edit distance. */
final class NearestName {
    private NearestName() {}

    /** The nearest of the known names; null when none is near enough to be meant. */
    static @Nullable String of(String written, Collection<String> known) {
        return known.stream()
                .map(name -> Map.entry(name, distance(written, name)))
                .filter(candidate -> candidate.getValue() <= Math.max(1, written.length() / 3))
                .min(Comparator.comparing(Map.Entry::getValue))
                .map(Map.Entry::getKey)
                .orElse(null);
    }

    /** Levenshtein's distance, with one row of memory. */
    private static int distance(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int column = 0; column <= to.length(); column++) {
            row[column] = column;
        }
        for (int line = 1; line <= from.length(); line++) {
            int diagonal = row[0];
            row[0] = line;
            for (int column = 1; column <= to.length(); column++) {
                int replaced = diagonal + (from.charAt(line - 1) == to.charAt(column - 1) ? 0 : 1);
                diagonal = row[column];
                row[column] = Math.min(replaced, Math.min(row[column], row[column - 1]) + 1);
            }
        }
        return row[to.length()];
    }
}
