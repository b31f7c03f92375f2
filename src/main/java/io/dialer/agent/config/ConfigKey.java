package io.dialer.agent.config;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one key: everything that the documentation and the JSON Schema say of it.
 *
 * @param path the key with its sections, for example {@code thread_pool.max_workers}
 * @param kind of its value
 * @param absent what stands in where it is not written; null: nothing does
 * @param least of a number, in seconds or bytes where it is a time or a size; 0 for the others
 * @param most as {@code least}
 * @param words of a {@link Kind#WORD}, in lower case
 * @param sentence what it means
 */
record ConfigKey(
        String path,
        Kind kind,
        @Nullable Object absent,
        double least,
        double most,
        List<String> words,
        String sentence) {
    /** How the kinds of values are written. */
    enum Kind {
        TEXT,
        /** A text that is never shown. */
        SECRET,
        PATH,
        /** A list of paths; in a variable with colons between them. */
        PATHS,
        /** A list of texts; in a variable with commas between them. */
        TEXTS,
        FLAG,
        WHOLE_NUMBER,
        /** A number of seconds, or a text with a unit. */
        DURATION,
        /** A number of bytes, or a text with a unit. */
        BYTES,
        /** One of some words, in any case. */
        WORD
    }

    private static final String VARIABLE_PREFIX = "DIALER_";

    ConfigKey {
        words = List.copyOf(words);
    }

    static ConfigKey text(String path, Kind kind, @Nullable Object absent, String sentence) {
        return new ConfigKey(path, kind, absent, 0, 0, List.of(), sentence);
    }

    static ConfigKey flag(String path, boolean absent, String sentence) {
        return new ConfigKey(path, Kind.FLAG, absent, 0, 0, List.of(), sentence);
    }

    static ConfigKey number(String path, Kind kind, long absent, long least, long most, String sentence) {
        return new ConfigKey(path, kind, absent, least, most, List.of(), sentence);
    }

    static ConfigKey duration(String path, Duration absent, Duration least, Duration most, String sentence) {
        return new ConfigKey(
                path, Kind.DURATION, absent, least.toMillis() / 1e3, most.toMillis() / 1e3, List.of(), sentence);
    }

    static ConfigKey word(String path, String absent, List<String> words, String sentence) {
        List<String> lowerCase =
                words.stream().map(word -> word.toLowerCase(Locale.ROOT)).toList();
        return new ConfigKey(path, Kind.WORD, absent.toLowerCase(Locale.ROOT), 0, 0, lowerCase, sentence);
    }

    /** The environment variable that sets it: {@code thread_pool.max_workers} is {@code DIALER_THREAD_POOL_MAX_WORKERS}. */
    String variable() {
        return VARIABLE_PREFIX + path.toUpperCase(Locale.ROOT).replace('.', '_');
    }

    /** True for the names that belong to the agent's variables. */
    static boolean isVariable(String name) {
        return name.startsWith(VARIABLE_PREFIX);
    }
}
