package io.dialer.agent.probe.net.http;

import io.netty.handler.codec.http.cookie.ClientCookieDecoder;
import io.netty.handler.codec.http.cookie.ClientCookieEncoder;
import io.netty.handler.codec.http.cookie.Cookie;
import io.netty.handler.codec.http.cookie.DefaultCookie;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The cookies of one transaction (RFC 6265, sections 5.1 to 5.4). Knows no list of public suffixes: a domain without a dot
 * is refused, unless it is the host itself. Not thread-safe.
 */
public final class CookieJar {
    /** Section 6.1. */
    private static final int MOST_PER_DOMAIN = 50;

    private static final int MOST = 3000;

    private final InstantSource clock;
    private final List<StoredCookie> cookies = new ArrayList<>();
    private long taken;

    public CookieJar(InstantSource clock) {
        this.clock = clock;
    }

    /** Takes every {@code Set-Cookie} of an answer; those that may not be kept are passed over. */
    public void take(Url url, List<Map.Entry<String, String>> headers) {
        for (Map.Entry<String, String> header : headers) {
            if (header.getKey().equalsIgnoreCase("set-cookie")) {
                Cookie read = read(header.getValue());
                if (read != null) {
                    take(read, url);
                }
            }
        }
    }

    private static @Nullable Cookie read(String field) {
        if (field.chars().anyMatch(character -> Character.isISOControl(character) && character != '\t')) {
            return null;
        }
        try {
            return ClientCookieDecoder.LAX.decode(field);
        } catch (IllegalArgumentException badAttribute) {
            // Netty is strict about domains and paths.
            return null;
        }
    }

    private void take(Cookie read, Url url) {
        Instant now = clock.instant();
        cookies.removeIf(kept -> kept.isExpired(now));
        StoredCookie made = StoredCookie.from(read, url, now, taken++);
        if (made == null) {
            return;
        }
        StoredCookie old = cookies.stream().filter(made::replaces).findFirst().orElse(null);
        if (old != null) {
            cookies.remove(old);
            made = made.inOrder(old.order());
        }
        if (!made.isExpired(now)) {
            cookies.add(made);
            makeRoom(made.domain());
        }
    }

    /** The ones that were set longest ago go first. */
    private void makeRoom(String domain) {
        List<StoredCookie> ofDomain =
                cookies.stream().filter(kept -> kept.domain().equals(domain)).toList();
        if (ofDomain.size() > MOST_PER_DOMAIN) {
            cookies.remove(ofDomain.getFirst());
        }
        if (cookies.size() > MOST) {
            cookies.removeFirst();
        }
    }

    /** The value of {@code Cookie} for a request: longer paths first, then the older; null where none goes there. */
    public @Nullable String fieldFor(Url url) {
        Instant now = clock.instant();
        List<Cookie> going = cookies.stream()
                .filter(kept -> !kept.isExpired(now) && kept.goesTo(url))
                .sorted(Comparator.comparingInt(
                                (StoredCookie kept) -> -kept.path().length())
                        .thenComparingLong(StoredCookie::order))
                .<Cookie>map(kept -> bare(kept.cookie()))
                .toList();
        return going.isEmpty() ? null : joined(going);
    }

    /** Netty's encoder puts several into an order of its own; one by one they stay in ours. */
    private static String joined(List<Cookie> cookies) {
        return String.join(
                "; ", cookies.stream().map(ClientCookieEncoder.LAX::encode).toList());
    }

    private static Cookie bare(Cookie cookie) {
        DefaultCookie bare = new DefaultCookie(cookie.name(), cookie.value());
        bare.setWrap(cookie.wrap());
        return bare;
    }

    /** The values of all that have not expired; of one name the one that was set last. */
    public Map<String, String> byName() {
        Instant now = clock.instant();
        Map<String, String> values = new LinkedHashMap<>();
        cookies.stream()
                .filter(kept -> !kept.isExpired(now))
                .sorted(Comparator.comparingLong(StoredCookie::order))
                .forEach(kept -> values.put(kept.cookie().name(), kept.cookie().value()));
        return values;
    }
}
