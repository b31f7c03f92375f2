package io.dialer.agent.probe.type;

import io.dialer.agent.probe.InvalidOption;
import io.dialer.agent.probe.Options;
import io.dialer.agent.probe.UserPattern;
import io.dialer.agent.probe.UserPattern.Finding;
import io.dialer.agent.probe.net.http.HttpHop;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a header of an answer must be like, or must not. Pure.
 *
 * @param name in any case
 * @param required whether an answer without the header breaks the condition
 */
record HeaderCondition(String name, UserPattern pattern, boolean required) {
    private static final String REQUIRED = "required";

    /** An option that holds headers with their expressions, as an object or as {@code [{key, value, required}]}. */
    static List<HeaderCondition> from(Options options, String option, boolean required) {
        List<Map.Entry<String, String>> pairs = options.pairs(option);
        List<HeaderCondition> conditions = new ArrayList<>();
        for (int index = 0; index < pairs.size(); index++) {
            Map.Entry<String, String> pair = pairs.get(index);
            conditions.add(new HeaderCondition(
                    pair.getKey(),
                    UserPattern.parse(option, pair.getValue()),
                    required(options, option, index, required)));
        }
        return conditions;
    }

    private static boolean required(Options options, String option, int index, boolean absent) {
        if (!(options.written(option) instanceof JsonArray list)
                || !(list.getValue(index) instanceof JsonObject pair)
                || pair.getValue(REQUIRED) == null) {
            return absent;
        }
        if (pair.getValue(REQUIRED) instanceof Boolean required) {
            return required;
        }
        throw new InvalidOption(option, pair.getValue(REQUIRED), "true or false in required");
    }

    boolean isAbsentFrom(HttpHop answer) {
        return answer.headers().stream().noneMatch(header -> header.getKey().equalsIgnoreCase(name));
    }

    /** What is found in the header's values; the first that is not absent counts. */
    Finding findIn(HttpHop answer) {
        return answer.headers().stream()
                .filter(header -> header.getKey().equalsIgnoreCase(name))
                .map(header -> pattern.findIn(header.getValue()))
                .filter(finding -> finding != Finding.ABSENT)
                .findFirst()
                .orElse(Finding.ABSENT);
    }
}
