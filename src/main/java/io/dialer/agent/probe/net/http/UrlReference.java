package io.dialer.agent.probe.net.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A URL or a relative reference in its parts (RFC 3986, appendix B). Not {@link java.net.URI}: that one refuses what
 * browsers read, and resolves empty, query-only and too many {@code ..} references in its own way.
 *
 * @param scheme lower case
 * @param authority as written
 * @param path percent-encoded where it must be
 * @param query the same, without the question mark
 */
record UrlReference(
        @Nullable String scheme,
        @Nullable String authority,
        String path,
        @Nullable String query) {
    private static final Pattern PARTS = Pattern.compile(
            "(?:([A-Za-z][A-Za-z0-9+.-]*):)?(?://([^/?#]*))?([^?#]*)(?:\\?([^#]*))?(?:#.*)?", Pattern.DOTALL);
    /** Printable, and allowed neither in a path nor in a query. */
    private static final String ENCODED = " \"<>\\^`{|}[]";

    static UrlReference of(String text) {
        Matcher parts = PARTS.matcher(text);
        if (!parts.matches()) {
            throw new IllegalStateException("every text is a reference, but not " + text);
        }
        String scheme = parts.group(1);
        String query = parts.group(4);
        return new UrlReference(
                scheme == null ? null : scheme.toLowerCase(Locale.ROOT),
                parts.group(2),
                encoded(parts.group(3)),
                query == null ? null : encoded(query));
    }

    /** Path and query as they stand in a request. */
    String resource() {
        String absolute = path.startsWith("/") ? path : "/" + path;
        return query == null ? absolute : absolute + "?" + query;
    }

    /** Follows {@code .} and {@code ..} (section 5.2.4); what climbs over the root stays there. */
    static String withoutDots(String path) {
        Deque<String> kept = new ArrayDeque<>();
        String[] segments = path.split("/", -1);
        for (int index = 1; index < segments.length; index++) {
            String segment = segments[index];
            boolean last = index == segments.length - 1;
            if (segment.equals("..")) {
                kept.pollLast();
            } else if (!segment.equals(".")) {
                kept.addLast(segment);
                continue;
            }
            if (last) {
                kept.addLast("");
            }
        }
        return "/" + String.join("/", kept);
    }

    private static String encoded(String text) {
        StringBuilder encoded = new StringBuilder(text.length());
        text.codePoints().forEach(point -> {
            if (point <= 0x20 || point >= 0x7f || ENCODED.indexOf(point) >= 0) {
                for (byte octet : Character.toString(point).getBytes(StandardCharsets.UTF_8)) {
                    encoded.append(String.format(Locale.ROOT, "%%%02X", octet & 0xff));
                }
            } else {
                encoded.appendCodePoint(point);
            }
        });
        // A percent sign that begins no escape is a literal one.
        return encoded.toString().replaceAll("%(?![0-9A-Fa-f]{2})", "%25");
    }
}
