package io.dialer.agent.probe.net.http;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Names and values in one text, as forms and queries write them ({@code application/x-www-form-urlencoded}). A space is
 * written as {@code %20}, which both understand. Pure.
 */
public final class FormPairs {
    private FormPairs() {}

    /** The pairs of a form or a query, decoded, in their order; what cannot be decoded stays as it is. */
    public static List<Map.Entry<String, String>> read(String encoded) {
        List<Map.Entry<String, String>> pairs = new ArrayList<>();
        int start = 0;
        while (start < encoded.length()) {
            int ampersand = encoded.indexOf('&', start);
            int end = ampersand < 0 ? encoded.length() : ampersand;
            String pair = encoded.substring(start, end);
            int equals = pair.indexOf('=');
            if (!pair.isEmpty()) {
                pairs.add(Map.entry(
                        decoded(equals < 0 ? pair : pair.substring(0, equals)),
                        equals < 0 ? "" : decoded(pair.substring(equals + 1))));
            }
            start = end + 1;
        }
        return pairs;
    }

    /** Pairs as one text. */
    public static String write(List<Map.Entry<String, String>> pairs) {
        return pairs.stream()
                .map(pair -> encoded(pair.getKey()) + "=" + encoded(pair.getValue()))
                .collect(Collectors.joining("&"));
    }

    /** One name or value, encoded. */
    public static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** One name or value, decoded. */
    public static String decoded(String text) {
        return Url.decoded(text.replace('+', ' '));
    }
}
