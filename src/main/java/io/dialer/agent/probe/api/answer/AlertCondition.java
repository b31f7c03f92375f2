package io.dialer.agent.probe.api.answer;

import io.dialer.agent.probe.Options;
import org.jspecify.annotations.Nullable;

/** When the result of an assertion carries an alarm. */
public enum AlertCondition {
    MATCH("match"),
    NOT_MATCH("not_match");

    private final String wireName;

    AlertCondition(String wireName) {
        this.wireName = wireName;
    }

    String wireName() {
        return wireName;
    }

    boolean fits(boolean held) {
        return held == (this == MATCH);
    }

    /** Null where {@code enableAlert} is off. */
    static @Nullable AlertCondition from(Options written) {
        String condition = written.oneOf("alertCondition", NOT_MATCH.wireName, MATCH.wireName, NOT_MATCH.wireName);
        if (!written.flag("enableAlert", false)) {
            return null;
        }
        return condition.equals(MATCH.wireName) ? MATCH : NOT_MATCH;
    }
}
