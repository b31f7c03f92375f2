package io.dialer.agent.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What comes together while one document is read: its problems, its warnings, the keys that were asked for, and what was
 * read for each.
 */
final class Reading {
    private final List<ConfigProblem> problems = new ArrayList<>();
    private final List<ConfigProblem> warnings = new ArrayList<>();
    private final Map<String, ConfigKey> keys = new LinkedHashMap<>();
    private final Map<String, @Nullable Object> values = new HashMap<>();
    private final Set<String> textual = new HashSet<>();
    private final Set<String> ofReferences = new HashSet<>();

    void problem(ConfigProblem problem) {
        problems.add(problem);
    }

    void warning(ConfigProblem warning) {
        warnings.add(warning);
    }

    void asked(ConfigKey key) {
        keys.put(key.path(), key);
    }

    /** A value, or a part of it, that a reference brought. */
    void cameByReference(String path) {
        cameAsText(path);
        ofReferences.add(path);
    }

    /** True where a reference brought something at a path or below it. */
    boolean isOfReference(String path) {
        return ofReferences.stream()
                .anyMatch(brought ->
                        brought.equals(path) || brought.startsWith(path + ".") || brought.startsWith(path + "["));
    }

    /** A value that came from where there are only texts: an environment variable or a file. */
    void cameAsText(String path) {
        textual.add(path);
    }

    Set<String> textual() {
        return textual;
    }

    boolean isTextual(String path) {
        return textual.contains(path);
    }

    List<ConfigProblem> problems() {
        return problems;
    }

    List<ConfigProblem> warnings() {
        return warnings;
    }

    /** A key was read as this value. */
    void value(String path, @Nullable Object value) {
        values.put(path, value);
    }

    /** What was read, by path: defaults where nothing is written, so that two readings can be compared. */
    Map<String, @Nullable Object> values() {
        return values;
    }

    /** In the order in which they were asked for. */
    List<ConfigKey> keys() {
        return List.copyOf(keys.values());
    }
}
