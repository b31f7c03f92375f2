package io.dialer.agent.probe.type;

import static org.assertj.core.api.Assertions.assertThat;

import io.dialer.agent.probe.Measurement;
import io.dialer.agent.probe.Outcome;
import io.dialer.agent.probe.net.RawServer;
import io.vertx.core.json.JsonArray;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Digest sign-in with a server that checks each answer by its own arithmetic. */
class HttpDigestTest {
    private static final String OPTIONS = "{'method': 'POST', 'body': 'text', 'body_matches': 'welcome',"
            + " 'auth': {'type': 'digest', 'username': 'u', 'password': 'p'}}";
    private static final String WELCOME = "HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\nwelcome";

    private static ProbeBench bench;

    @BeforeAll
    static void open() {
        bench = ProbeBench.ofSystem();
    }

    @AfterAll
    static void close() {
        bench.close();
    }

    @ParameterizedTest
    @CsvSource({
        "MD5, MD5, auth",
        "MD5-sess, MD5, auth",
        "SHA-256, SHA-256, auth",
        "SHA-256-sess, SHA-256, auth",
        "MD5, MD5, auth-int",
        "SHA-256-sess, SHA-256, auth-int",
    })
    void answersTheChallengeOnce(String algorithm, String hash, String protection) throws Exception {
        try (RawServer server = guarded(algorithm, hash, protection, 0)) {
            Measurement measured = bench.http(server.authority() + "/a?b", OPTIONS);

            assertThat(measured.outcome()).as(measured.message()).isEqualTo(Outcome.SUCCESS);
            assertThat(server.requests()).hasSize(2);
            JsonArray challenges = measured.details().getJsonArray("challenges");
            assertThat(challenges).hasSize(1);
            assertThat(challenges.getJsonObject(0).getInteger("status_code")).isEqualTo(401);
            assertThat(measured.details().getJsonArray("redirects")).isEmpty();
            double sum = measured.details().getJsonObject("phases").stream()
                    .mapToDouble(each -> ((Number) each.getValue()).doubleValue())
                    .sum();
            assertThat(Math.round(sum * 1e6)).isEqualTo(measured.nanos());
            assertThat(measured.details().getJsonObject("phases").getDouble("first_byte"))
                    .isGreaterThan(
                            challenges.getJsonObject(0).getJsonObject("phases").getDouble("first_byte"));
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 3, success", "2, 3, failed"})
    void answersAgainWhereTheNonceHadGoneStaleButNoThirdTime(int stale, int requests, String outcome) throws Exception {
        try (RawServer server = guarded("MD5", "MD5", "auth", stale)) {
            Measurement measured = bench.http(server.authority() + "/a?b", OPTIONS);

            assertThat(measured.outcome().wireName()).as(measured.message()).isEqualTo(outcome);
            assertThat(server.requests()).hasSize(requests);
        }
    }

    @Test
    void endsWithTheServersNoWhereThePasswordIsWrong() throws Exception {
        try (RawServer server = guarded("MD5", "MD5", "auth", 0)) {
            Measurement measured = bench.http(server.authority() + "/a?b", OPTIONS.replace("'p'", "'wrong'"));

            assertThat(measured.outcome()).isEqualTo(Outcome.FAILED);
            assertThat(measured.message()).contains("status code 401");
            assertThat(server.requests()).hasSize(2);
            assertThat(measured.details().encode()).doesNotContain("wrong");
        }
    }

    private static RawServer guarded(String algorithm, String hash, String protection, int staleRounds)
            throws Exception {
        RawServer[] server = new RawServer[1];
        server[0] = RawServer.start(connection -> {
            String request = server[0].record(connection);
            int round = server[0].requests().size();
            boolean right = request.contains("Authorization: ") && isRight(request, algorithm, hash, protection);
            boolean stale = right && round <= 1 + staleRounds;
            RawServer.send(
                    connection,
                    right && !stale
                            ? WELCOME
                            : "HTTP/1.1 401 No\r\nWWW-Authenticate: Digest realm=\"r\", nonce=\"n" + round
                                    + "\", algorithm=" + algorithm + ", qop=\"" + protection + "\""
                                    + (stale ? ", stale=true" : "") + "\r\nContent-Length: 0\r\n\r\n");
        });
        return server[0];
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "\\\\"})
    void readsAChallengeOfAnyLength(String filling) throws Exception {
        try (RawServer server = RawServer.answering("HTTP/1.1 401 No\r\nWWW-Authenticate: Digest realm=\"r\", nonce=\""
                + filling.repeat(30_000) + "\", qop=\"auth\"\r\nContent-Length: 0\r\n\r\n")) {
            Measurement measured = bench.http(server.authority(), OPTIONS);

            assertThat(measured.outcome()).as(measured.message()).isEqualTo(Outcome.FAILED);
            assertThat(measured.message()).contains("401");
            assertThat(server.requests()).hasSize(2);
        }
    }

    /** Whatever script a realm is in, its octets are what counts, with and without {@code charset}. */
    @ParameterizedTest
    @ValueSource(strings = {"", ", charset=UTF-8"})
    void signsTheRealmsOctets(String charset) throws Exception {
        RawServer[] self = new RawServer[1];
        try (RawServer server = RawServer.start(connection -> {
            String request = self[0].record(connection);
            String expected = hashed(
                    "MD5",
                    hashed("MD5", "u:Café 测试:p") + ":n:00000001:" + field(request, "cnonce") + ":auth:"
                            + hashed("MD5", "POST:/"));
            boolean right = expected.equals(field(request, "response"))
                    && field(request, "realm").equals("Café 测试");
            String challenge =
                    "HTTP/1.1 401 No\r\nWWW-Authenticate: Digest realm=\"Café 测试\", nonce=\"n\", qop=\"auth\"" + charset
                            + "\r\nContent-Length: 0\r\n\r\n";
            connection.getOutputStream().write((right ? WELCOME : challenge).getBytes(StandardCharsets.UTF_8));
        })) {
            self[0] = server;
            Measurement measured = bench.http(server.authority(), OPTIONS);

            assertThat(measured.outcome()).as(measured.message()).isEqualTo(Outcome.SUCCESS);
        }
    }

    private static boolean isRight(String request, String algorithm, String hash, String protection) throws Exception {
        String secret = hashed(hash, "u:r:p");
        if (algorithm.toLowerCase(Locale.ROOT).endsWith("-sess")) {
            secret = hashed(hash, secret + ":" + field(request, "nonce") + ":" + field(request, "cnonce"));
        }
        String asked = "POST:/a?b" + (protection.equals("auth-int") ? ":" + hashed(hash, "text") : "");
        String expected = hashed(
                hash,
                secret + ":" + field(request, "nonce") + ":00000001:" + field(request, "cnonce") + ":" + protection
                        + ":" + hashed(hash, asked));
        return expected.equals(field(request, "response"));
    }

    private static String field(String request, String name) {
        Matcher matcher = Pattern.compile("[ ,]" + name + "=\"([^\"]*)\"").matcher(request);
        return matcher.find() ? matcher.group(1) : "";
    }

    private static String hashed(String hash, String text) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance(hash).digest(text.getBytes(StandardCharsets.UTF_8)));
    }
}
