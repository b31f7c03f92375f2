package io.dialer.agent.bus;

import java.nio.charset.StandardCharsets;

/**
 * A 64-bit hash of short texts that is the same on every node and in every version: FNV-1a with the finalizer of
 * SplitMix64, because the raw hash of short, consecutive ids differs only in its low bits. Pure.
 */
public final class KeyHash {
    private KeyHash() {}

    /** Of a text's UTF-8 form. */
    public static long of(String text) {
        long hash = 0xcbf29ce484222325L;
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (octet & 0xff)) * 0x100000001b3L;
        }
        return mixed(hash);
    }

    /** Spreads a difference in any bit over all. */
    static long mixed(long value) {
        long hash = value;
        hash = (hash ^ (hash >>> 30)) * 0xbf58476d1ce4e5b9L;
        hash = (hash ^ (hash >>> 27)) * 0x94d049bb133111ebL;
        return hash ^ (hash >>> 31);
    }
}
