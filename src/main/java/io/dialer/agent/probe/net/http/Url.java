package io.dialer.agent.probe.net.http;

import io.dialer.agent.probe.InvalidOption;
import io.dialer.agent.probe.net.HostPort;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * An {@code http} or {@code https} URL. Reads what people write: a missing scheme means {@code http}, and characters
 * that RFC 3986 does not allow are percent-encoded, as browsers do.
 *
 * @param tls true for {@code https}
 * @param endpoint host and port; the scheme's port where none is written
 * @param resource path and query, begins with {@code /}
 * @param userInfo before the {@code @}, empty where there is none
 */
public record Url(boolean tls, HostPort endpoint, String resource, String userInfo) {
    private static final String ALLOWED = "an http or https URL";
    /** Not allowed in a URI, or delimiters that Java's URI refuses in a path or query. */
    private static final String ENCODED = " \"<>\\^`{|}";

    /**
     * Reads a URL.
     *
     * @throws InvalidOption where it cannot be one
     */
    public static Url parse(String text) {
        String stripped = text.strip();
        String absolute = stripped.contains("://") ? stripped : "http://" + stripped;
        try {
            return from(new URI(encode(absolute)), text);
        } catch (URISyntaxException notAUrl) {
            throw new InvalidOption("target", text, ALLOWED);
        }
    }

    /**
     * The URL that a {@code Location} means when it comes from this one (RFC 3986, section 5).
     *
     * @throws InvalidOption where it is none that could be followed
     */
    public Url resolve(String location) {
        String reference = encode(location.strip());
        try {
            URI base = new URI(toString());
            // java.net.URI drops the path's last segment for a reference that is only a query.
            URI target = reference.startsWith("?")
                    ? new URI(origin() + pathOnly() + reference)
                    : base.resolve(new URI(reference));
            return from(target, location);
        } catch (URISyntaxException | IllegalArgumentException notAUrl) {
            throw new InvalidOption("location", location, ALLOWED);
        }
    }

    /** Scheme, host and port; equal for two URLs that share a server. */
    public String origin() {
        return (tls ? "https://" : "http://") + authority();
    }

    /** What stands in the {@code Host} field: the port only where it is not the scheme's. */
    public String authority() {
        boolean usual = endpoint.port() == (tls ? 443 : 80);
        String full = endpoint.toString();
        return usual ? full.substring(0, full.lastIndexOf(':')) : full;
    }

    /** Undoes percent-encoding; a plus sign stays one. */
    public static String decoded(String encoded) {
        return URLDecoder.decode(encoded.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return origin() + resource;
    }

    private String pathOnly() {
        int query = resource.indexOf('?');
        return query < 0 ? resource : resource.substring(0, query);
    }

    private static Url from(URI uri, String written) {
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        String authority = uri.getRawAuthority();
        if (!(scheme.equals("http") || scheme.equals("https")) || authority == null || authority.isEmpty()) {
            throw new InvalidOption("target", written, ALLOWED);
        }
        boolean tls = scheme.equals("https");
        int at = authority.lastIndexOf('@');
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        String hostAndPort = authority.substring(at + 1);
        return new Url(
                tls,
                HostPort.parse(
                        hostAndPort.endsWith(":") ? hostAndPort + (tls ? 443 : 80) : hostAndPort, tls ? 443 : 80),
                uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery(),
                at < 0 ? "" : authority.substring(0, at));
    }

    private static String encode(String text) {
        StringBuilder encoded = new StringBuilder(text.length());
        int authorityEnd = text.indexOf('/', Math.max(0, text.indexOf("://") + 3));
        text.codePoints().forEach(point -> {
            boolean inAuthority = authorityEnd < 0 || encoded.length() < authorityEnd;
            if (point < 0x20 || point == 0x7f || ENCODED.indexOf(point) >= 0 || (point > 0x7f && !inAuthority)) {
                for (byte octet : Character.toString(point).getBytes(StandardCharsets.UTF_8)) {
                    encoded.append('%').append(String.format(Locale.ROOT, "%02X", octet & 0xff));
                }
            } else {
                encoded.appendCodePoint(point);
            }
        });
        return encodeStrayBrackets(encodeStrayPercents(encoded.toString()), authorityEnd);
    }

    /** A percent sign that begins no escape is a literal one. */
    private static String encodeStrayPercents(String text) {
        return text.replaceAll("%(?![0-9A-Fa-f]{2})", "%25");
    }

    /** Brackets are allowed around an IPv6 address and nowhere else. */
    private static String encodeStrayBrackets(String text, int authorityEnd) {
        if (authorityEnd < 0 || authorityEnd >= text.length()) {
            return text;
        }
        return text.substring(0, authorityEnd)
                + text.substring(authorityEnd).replace("[", "%5B").replace("]", "%5D");
    }
}
