package io.dialer.agent.config;

import java.util.Locale;

/** The language of result messages. */
public enum Language {
    /** The process's own locale. */
    AUTO,
    ZH,
    EN;

    public Locale locale() {
        return switch (this) {
            case AUTO -> Locale.getDefault();
            case ZH -> Locale.CHINESE;
            case EN -> Locale.ENGLISH;
        };
    }
}
