package io.dialer.agent.probe.net.http;

import io.dialer.agent.probe.net.Resolver;
import io.netty.handler.codec.http.cookie.Cookie;
import java.net.IDN;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A cookie with where it belongs (RFC 6265, section 5.3).
 *
 * @param cookie name and value
 * @param domain lower case
 * @param hostOnly whether it belongs to that very host
 * @param path begins with {@code /}
 * @param expires null: with the transaction
 * @param order of its making, kept when it is replaced
 */
record StoredCookie(
        Cookie cookie,
        String domain,
        boolean hostOnly,
        String path,
        @Nullable Instant expires,
        long order) {
    private static final int MOST_CHARACTERS = 4096;

    /** What a server's cookie becomes; null where it may not be kept. */
    static @Nullable StoredCookie from(Cookie cookie, Url url, Instant now, long order) {
        String host = host(url);
        String wanted = cookie.domain() == null ? "" : canonical(cookie.domain());
        if (wanted == null || !isUsable(cookie)) {
            return null;
        }
        // No list of public suffixes: a name without a dot is one, and so stands for its own host at most.
        boolean hostOnly = wanted.isEmpty() || (wanted.equals(host) && !wanted.contains("."));
        if (!hostOnly && (!wanted.contains(".") || !domainMatches(host, wanted))) {
            return null;
        }
        String path = cookie.path() == null || !cookie.path().startsWith("/") ? defaultPath(url) : cookie.path();
        return new StoredCookie(cookie, hostOnly ? host : wanted, hostOnly, path, expiry(cookie, now), order);
    }

    private static boolean isUsable(Cookie cookie) {
        String both = cookie.name() + cookie.value();
        return both.length() <= MOST_CHARACTERS && both.chars().noneMatch(Character::isISOControl);
    }

    private static @Nullable Instant expiry(Cookie cookie, Instant now) {
        if (cookie.maxAge() == Cookie.UNDEFINED_MAX_AGE) {
            return null;
        }
        long furthest = Instant.MAX.getEpochSecond() - now.getEpochSecond() - 1;
        return now.plusSeconds(Math.min(Math.max(cookie.maxAge(), 0), furthest));
    }

    boolean isExpired(Instant now) {
        return expires != null && !expires.isAfter(now);
    }

    boolean replaces(StoredCookie other) {
        return cookie.name().equals(other.cookie.name()) && domain.equals(other.domain) && path.equals(other.path);
    }

    StoredCookie inOrder(long other) {
        return new StoredCookie(cookie, domain, hostOnly, path, expires, other);
    }

    /** Section 5.4, step 1. */
    boolean goesTo(Url url) {
        String host = host(url);
        return (hostOnly ? host.equals(domain) : domainMatches(host, domain))
                && pathMatches(path(url), path)
                && (url.tls() || !cookie.isSecure());
    }

    /** Section 5.1.3. */
    static boolean domainMatches(String host, String domain) {
        return host.equals(domain)
                || (host.endsWith("." + domain) && Resolver.literal(host).isEmpty());
    }

    /** Section 5.1.4. */
    static boolean pathMatches(String requested, String path) {
        return requested.equals(path)
                || (requested.startsWith(path) && (path.endsWith("/") || requested.charAt(path.length()) == '/'));
    }

    /** Section 5.1.4. */
    static String defaultPath(Url url) {
        String path = path(url);
        int last = path.lastIndexOf('/');
        return last <= 0 ? "/" : path.substring(0, last);
    }

    private static String path(Url url) {
        String resource = url.resource();
        int question = resource.indexOf('?');
        return question < 0 ? resource : resource.substring(0, question);
    }

    private static String host(Url url) {
        return url.endpoint().host().toLowerCase(Locale.ROOT);
    }

    private static @Nullable String canonical(String written) {
        String bare = written.startsWith(".") ? written.substring(1) : written;
        try {
            return IDN.toASCII(bare).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException noName) {
            return null;
        }
    }

    /** Without the value, which a log must not hold. */
    @Override
    public String toString() {
        return "StoredCookie[name=" + cookie.name() + ", domain=" + domain + ", path=" + path + "]";
    }
}
