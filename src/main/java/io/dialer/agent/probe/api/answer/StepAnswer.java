package io.dialer.agent.probe.api.answer;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a step's last request was answered.
 *
 * @param status the code
 * @param headers as received, in order
 * @param body decoded to text
 * @param finalUrl after redirects
 * @param elapsedMillis from the step's start to the answer's end
 * @param sizeBytes of the body
 * @param cookies those that hold after this answer, by name
 */
public record StepAnswer(
        int status,
        List<Map.Entry<String, String>> headers,
        String body,
        String finalUrl,
        double elapsedMillis,
        long sizeBytes,
        Map<String, String> cookies) {
    public StepAnswer {
        headers = List.copyOf(headers);
        cookies = Collections.unmodifiableMap(new LinkedHashMap<>(cookies));
    }
}
