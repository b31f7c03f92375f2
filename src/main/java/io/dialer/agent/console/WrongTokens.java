package io.dialer.agent.console;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Counts wrong tokens by the address that they came from, so that nobody guesses one: ten at once, then one every six
 * seconds. Where it is too many, no token is looked at, or the right guess would still be answered. Not thread-safe.
 */
final class WrongTokens {
    /** After which an address may try again. */
    static final long PAUSE_SECONDS = 6;

    private static final int AT_ONCE = 10;
    private static final int MOST_ADDRESSES = 1_000;

    private record Guesses(double count, long atNanos) {
        /** What of them still counts. */
        double left(long nanoTime) {
            return Math.max(0, count - (nanoTime - atNanos) / (double) TimeUnit.SECONDS.toNanos(PAUSE_SECONDS));
        }
    }

    /** The one that guessed last is last. */
    private final Map<String, Guesses> byAddress = new LinkedHashMap<>();

    /** Whoever has an IPv6 address has the 64 bits behind it as well. */
    static String addressOf(HttpServerRequest request) {
        SocketAddress remote = request.remoteAddress();
        String text = remote == null ? "" : String.valueOf(remote.hostAddress());
        if (!text.contains(":")) {
            return text;
        }
        byte[] octets = InetAddress.ofLiteral(text).getAddress();
        return octets.length == 16 ? HexFormat.of().formatHex(octets, 0, 8) : text;
    }

    boolean tooMany(String address, long nanoTime) {
        Guesses guesses = byAddress.get(address);
        return guesses != null && guesses.left(nanoTime) > AT_ONCE - 1;
    }

    void add(String address, long nanoTime) {
        Guesses before = byAddress.remove(address);
        byAddress.put(address, new Guesses(before == null ? 1 : before.left(nanoTime) + 1, nanoTime));
        if (byAddress.size() > MOST_ADDRESSES) {
            byAddress.remove(byAddress.keySet().iterator().next());
        }
    }
}
