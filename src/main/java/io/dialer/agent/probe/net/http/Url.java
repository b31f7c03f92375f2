package io.dialer.agent.probe.net.http;

import io.dialer.agent.probe.InvalidOption;
import io.dialer.agent.probe.net.HostPort;
import io.dialer.agent.probe.net.Resolver;
import java.net.IDN;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * An {@code http} or {@code https} URL. Reads what people write: a missing scheme means {@code http}, characters that
 * RFC 3986 does not allow are percent-encoded, and names in other scripts become what DNS knows, as browsers do.
 *
 * @param tls true for {@code https}
 * @param endpoint host and port; the scheme's port where none is written
 * @param resource path and query, begins with {@code /}
 * @param userInfo before the {@code @}, as written; empty where there is none
 */
public record Url(boolean tls, HostPort endpoint, String resource, String userInfo) {
    private static final String ALLOWED = "an http or https URL";
    private static final Pattern WITH_SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://");
    /** What may be a password; errors stand in results and logs. */
    private static final Pattern USER_INFO = Pattern.compile("^([^/]*//)?[^/]*@");

    private static final Pattern HOST_NAME = Pattern.compile("[A-Za-z0-9._~-]+");

    /**
     * Reads a URL.
     *
     * @throws InvalidOption where it cannot be one
     */
    public static Url parse(String text) {
        String stripped = text.strip();
        boolean absolute = WITH_SCHEME.matcher(stripped).lookingAt();
        try {
            return from(UrlReference.of(absolute ? stripped : "http://" + stripped));
        } catch (IllegalArgumentException notAUrl) {
            throw new InvalidOption("target", USER_INFO.matcher(text).replaceFirst("$1***@"), ALLOWED);
        }
    }

    /**
     * The URL that a {@code Location} means when it comes from this one (RFC 3986, section 5).
     *
     * @throws InvalidOption where it is none that could be followed
     */
    public Url resolve(String location) {
        UrlReference reference = UrlReference.of(location.strip());
        try {
            if (reference.scheme() != null || reference.authority() != null) {
                return from(new UrlReference(
                        reference.scheme() == null ? scheme() : reference.scheme(),
                        reference.authority(),
                        UrlReference.withoutDots(reference.path()),
                        reference.query()));
            }
        } catch (InvalidOption | IllegalArgumentException notAUrl) {
            throw new InvalidOption("location", location, ALLOWED);
        }
        UrlReference own = UrlReference.of(resource);
        String path = reference.path();
        if (path.isEmpty()) {
            String query = reference.query() == null ? own.query() : reference.query();
            return withResource(new UrlReference(null, null, own.path(), query).resource());
        }
        String full =
                path.startsWith("/") ? path : own.path().substring(0, own.path().lastIndexOf('/') + 1) + path;
        return withResource(new UrlReference(null, null, UrlReference.withoutDots(full), reference.query()).resource());
    }

    /** Scheme, host and port; equal for two URLs that share a server. */
    public String origin() {
        return scheme() + "://" + authority();
    }

    /**
     * True where credentials for this URL may go to another one: the same host and port, or the same host on both
     * schemes' own ports; never in plain text after TLS.
     */
    public boolean entrustsCredentialsTo(Url other) {
        boolean usualPorts = endpoint.port() == usualPort(tls) && other.endpoint.port() == usualPort(other.tls);
        return (other.tls || !tls)
                && endpoint.host().equalsIgnoreCase(other.endpoint.host())
                && (endpoint.port() == other.endpoint.port() || usualPorts);
    }

    /** What stands in the {@code Host} field: the port only where it is not the scheme's. */
    public String authority() {
        boolean usual = endpoint.port() == usualPort(tls);
        String full = endpoint.toString();
        return usual ? full.substring(0, full.lastIndexOf(':')) : full;
    }

    /** Undoes percent-encoding; a plus sign stays one, and so does a percent sign that begins no escape. */
    public static String decoded(String encoded) {
        String escaped = encoded.replace("+", "%2B").replaceAll("%(?![0-9A-Fa-f]{2})", "%25");
        return URLDecoder.decode(escaped, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return origin() + resource;
    }

    private String scheme() {
        return tls ? "https" : "http";
    }

    private Url withResource(String other) {
        return new Url(tls, endpoint, other, "");
    }

    private static int usualPort(boolean tls) {
        return tls ? 443 : 80;
    }

    private static Url from(UrlReference parts) {
        boolean tls = "https".equals(parts.scheme());
        String authority = parts.authority();
        if (!(tls || "http".equals(parts.scheme())) || authority == null) {
            throw new IllegalArgumentException(ALLOWED);
        }
        int at = authority.lastIndexOf('@');
        String hostAndPort = authority.substring(at + 1);
        if (hostAndPort.endsWith(":")) {
            hostAndPort = hostAndPort.substring(0, hostAndPort.length() - 1);
        }
        HostPort endpoint = HostPort.parse(hostAndPort, usualPort(tls));
        return new Url(
                tls,
                new HostPort(hostName(endpoint.host()), endpoint.port()),
                parts.resource(),
                at < 0 ? "" : authority.substring(0, at));
    }

    /** In ASCII (RFC 5891), as it goes into the {@code Host} field. */
    private static String hostName(String host) {
        if (Resolver.literal(host).isPresent()) {
            return host;
        }
        String ascii = IDN.toASCII(host);
        if (!HOST_NAME.matcher(ascii).matches()) {
            throw new IllegalArgumentException(ALLOWED);
        }
        return ascii;
    }
}
