package io.dialer.agent.probe.net.http;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Credentials that answer a server's challenge (RFC 7616).
 *
 * @param username as the task has it
 * @param password as the task has it
 * @param rounds how many challenges of this URL were answered
 */
public record DigestLogin(String username, String password, int rounds) {
    /** A challenge, its answer, and one more where the nonce had just gone stale. */
    private static final int MOST_ROUNDS = 2;

    private static final SecureRandom RANDOM = new SecureRandom();

    /** Credentials that were not used yet. */
    public DigestLogin(String username, String password) {
        this(username, password, 0);
    }

    /** The same for another URL. */
    DigestLogin again() {
        return new DigestLogin(username, password);
    }

    /** The call that answers a challenge; null where there is none, or none that another answer would help against. */
    static @Nullable HttpCall answered(HttpCall call, HttpHop hop) {
        DigestLogin login = call.digest();
        if (login == null || hop.status() != 401 || login.rounds >= MOST_ROUNDS) {
            return null;
        }
        DigestChallenge challenge = DigestChallenge.strongestOf(hop.headers());
        if (challenge == null || (login.rounds > 0 && !challenge.stale())) {
            return null;
        }
        List<Map.Entry<String, String>> headers = new ArrayList<>(call.headers());
        headers.removeIf(header -> header.getKey().equalsIgnoreCase("authorization"));
        headers.add(Map.entry("Authorization", login.answer(challenge, call)));
        return call.withHeaders(headers).withDigest(new DigestLogin(login.username, login.password, login.rounds + 1));
    }

    private String answer(DigestChallenge challenge, HttpCall call) {
        byte[] random = new byte[16];
        RANDOM.nextBytes(random);
        String octets = new DigestAnswer(
                        challenge, username, password, HexFormat.of().formatHex(random))
                .to(call.method().name(), call.url().resource(), call.body().getBytes());
        return HeaderText.received(octets);
    }

    /** Without the password, which a log must not hold. */
    @Override
    public String toString() {
        return "DigestLogin[username=" + username + "]";
    }
}
