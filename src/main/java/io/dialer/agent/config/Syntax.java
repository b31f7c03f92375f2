package io.dialer.agent.config;

import java.util.Locale;

/** How a file is written; its name tells. */
public enum Syntax {
    /** RFC 8259. */
    JSON("a JSON object"),
    /** YAML 1.1, one document without aliases. */
    YAML("a YAML mapping");

    private final String wholeFile;

    Syntax(String wholeFile) {
        this.wholeFile = wholeFile;
    }

    /** YAML where the name ends in {@code .yml} or {@code .yaml}. */
    public static Syntax of(String fileName) {
        String name = fileName.toLowerCase(Locale.ROOT);
        return name.endsWith(".yml") || name.endsWith(".yaml") ? YAML : JSON;
    }

    /** What a configuration file holds, for errors. */
    String wholeFile() {
        return wholeFile;
    }
}
