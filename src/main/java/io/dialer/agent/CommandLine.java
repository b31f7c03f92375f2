package io.dialer.agent;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The words after a command. What is not taken is refused. */
final class CommandLine {
    /** Words that make no sense; the message says which. */
    static final class Misuse extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Misuse(String message) {
            super(message);
        }
    }

    private final List<String> words;

    CommandLine(List<String> words) {
        this.words = new ArrayList<>(words);
    }

    /** Takes {@code -name value} or {@code -name=value}, also with two dashes or in capitals. */
    Optional<String> option(String name) {
        for (int index = 0; index < words.size(); index++) {
            String word = words.get(index);
            String bare = word.startsWith("--") ? word.substring(1) : word;
            if (bare.regionMatches(true, 0, name + "=", 0, name.length() + 1)) {
                words.remove(index);
                return Optional.of(bare.substring(name.length() + 1));
            }
            if (bare.equalsIgnoreCase(name)) {
                if (index + 1 >= words.size()) {
                    throw new Misuse(word + " needs a value");
                }
                words.remove(index);
                return Optional.of(words.remove(index));
            }
        }
        return Optional.empty();
    }

    boolean flag(String name) {
        return words.remove(name);
    }

    /** Takes the next word. */
    Optional<String> next() {
        return words.isEmpty() ? Optional.empty() : Optional.of(words.removeFirst());
    }

    /** What nobody took so far; it stays. */
    List<String> rest() {
        return List.copyOf(words);
    }

    void refuseTheRest() {
        if (!words.isEmpty()) {
            throw new Misuse("unknown argument " + words.getFirst());
        }
    }
}
