package io.dialer.agent.config;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one look at a configuration found; two equal ones mean the same. It holds secrets, so it has no text form.
 *
 * @param content of the file or document; null where it cannot be read
 * @param failure why it cannot be read; empty where it can
 * @param files the texts of the files that it refers to; empty where one cannot be read
 */
record ConfigLook(@Nullable Object content, String failure, Map<String, Optional<String>> files) {
    ConfigLook {
        files = Map.copyOf(files);
    }

    static ConfigLook unreadable(String failure) {
        return new ConfigLook(null, failure, Map.of());
    }

    @Override
    public String toString() {
        return "ConfigLook[***]";
    }
}
