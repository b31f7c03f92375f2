package io.dialer.agent.probe.api;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Name and value pairs in one text, for a query or a form. A space is {@code %20}, which both understand. Pure. */
final class FormText {
    private FormText() {}

    static String of(List<Map.Entry<String, String>> pairs) {
        return pairs.stream()
                .map(pair -> encoded(pair.getKey()) + "=" + encoded(pair.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
