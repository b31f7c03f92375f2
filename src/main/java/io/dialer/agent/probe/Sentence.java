package io.dialer.agent.probe;

import java.util.List;
import java.util.Locale;

/**
 * A sentence of a result before its language is chosen: whoever finds a failure out does not know the agent's language.
 *
 * @param key as it stands in {@code messages_*.properties}
 * @param arguments texts, or sentences, which are put into the same language
 */
public record Sentence(String key, List<Object> arguments) {
    private static final Messages ENGLISH = new Messages(Locale.ENGLISH);

    public Sentence {
        arguments = List.copyOf(arguments);
    }

    public static Sentence of(String key, Object... arguments) {
        return new Sentence(key, List.of(arguments));
    }

    /** In English: for logs, and for fields that programs read. */
    @Override
    public String toString() {
        return ENGLISH.text(this);
    }
}
