package io.dialer.agent.probe;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;

/** The sentences of results, in one language. Keys and sentences stand in {@code messages_*.properties}. */
public final class Messages {
    private final ResourceBundle bundle;
    private final Locale locale;

    public Messages(Locale locale) {
        this.locale = locale;
        this.bundle = ResourceBundle.getBundle(
                "io.dialer.agent.probe.messages",
                locale,
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
    }

    /**
     * The sentence for a key with its arguments filled in.
     *
     * @throws java.util.MissingResourceException for a key that does not exist: a fault of ours
     */
    public String text(String key, Object... arguments) {
        return new MessageFormat(bundle.getString(key), locale).format(arguments);
    }

    /** The same for a sentence whose language was left open. */
    public String text(Sentence sentence) {
        Object[] arguments = sentence.arguments().stream()
                .map(argument -> argument instanceof Sentence inner ? text(inner) : argument.toString())
                .toArray();
        return text(sentence.key(), arguments);
    }
}
