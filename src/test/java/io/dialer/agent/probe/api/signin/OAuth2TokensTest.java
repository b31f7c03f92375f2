package io.dialer.agent.probe.api.signin;

import static org.assertj.core.api.Assertions.assertThat;

import io.dialer.agent.probe.Deadline;
import io.dialer.agent.probe.Outcome;
import io.dialer.agent.probe.net.ProbeFailure;
import io.dialer.agent.probe.net.ProbeNetwork;
import io.dialer.agent.probe.net.RawServer;
import io.dialer.agent.probe.net.http.HttpCall;
import io.dialer.agent.probe.net.http.HttpEngine;
import io.dialer.agent.testing.MovableClock;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tokens and permits against servers on ports of their own. */
class OAuth2TokensTest {
    private static final Vertx VERTX = Vertx.vertx();
    private static final ProbeNetwork NETWORK = ProbeNetwork.ofSystem(VERTX);

    private final MovableClock clock = new MovableClock();
    private final OAuth2Tokens tokens = new OAuth2Tokens(new HttpEngine(NETWORK.connector(), NETWORK.heap()), clock);
    private final Authorizer authorizer = new Authorizer(tokens, clock);

    @AfterAll
    static void close() throws Exception {
        NETWORK.close();
        VERTX.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    @Test
    void asksAsSection442HasItAndKeepsTheTokenUntilShortlyBeforeItExpires() throws Exception {
        try (RawServer server = counting(3600)) {
            assertThat(token(credentials(server, "s:ecret ü", "a b", false)))
                    .isEqualTo(new TokenAnswer.Granted("t1", false));
            clock.moveBy(Duration.ofSeconds(3569));
            assertThat(token(credentials(server, "s:ecret ü", "a b", false)))
                    .isEqualTo(new TokenAnswer.Granted("t1", true));
            clock.moveBy(Duration.ofSeconds(1));
            assertThat(token(credentials(server, "s:ecret ü", "a b", false)))
                    .isEqualTo(new TokenAnswer.Granted("t2", false));

            assertThat(server.requests()).hasSize(2);
            assertThat(server.requests().getFirst())
                    .startsWith("POST /token HTTP/1.1\r\n")
                    .containsIgnoringCase("content-type: application/x-www-form-urlencoded\r\n")
                    // Base64 of "c:s%3Aecret%20%C3%BC"
                    .containsIgnoringCase("authorization: Basic YzpzJTNBZWNyZXQlMjAlQzMlQkM=\r\n")
                    .endsWith("\r\n\r\ngrant_type=client_credentials&scope=a%20b");
        }
    }

    @Test
    void sendsTheSecretInTheBodyWhereTheTaskSaysSo() throws Exception {
        try (RawServer server = counting(3600)) {
            assertThat(token(credentials(server, "s&", "", true))).isEqualTo(new TokenAnswer.Granted("t1", false));

            assertThat(server.requests().getFirst())
                    .doesNotContainIgnoringCase("authorization:")
                    .endsWith("\r\n\r\ngrant_type=client_credentials&client_id=c&client_secret=s%26");
        }
    }

    @Test
    void keepsTokensOfOtherCredentialsApart() throws Exception {
        try (RawServer server = counting(3600)) {
            var _ = token(credentials(server, "s", "a", false));
            assertThat(token(credentials(server, "s", "b", false))).isEqualTo(new TokenAnswer.Granted("t2", false));
            assertThat(token(credentials(server, "wrong", "a", false))).isEqualTo(new TokenAnswer.Granted("t3", false));
            assertThat(token(credentials(server, "s", "a", false))).isEqualTo(new TokenAnswer.Granted("t1", true));
        }
    }

    @Test
    void usesATokenOnceThatLivesNoTime() throws Exception {
        try (RawServer server = counting(0)) {
            assertThat(token(credentials(server, "s", "", false))).isEqualTo(new TokenAnswer.Granted("t1", false));
            assertThat(token(credentials(server, "s", "", false))).isEqualTo(new TokenAnswer.Granted("t2", false));
        }
    }

    @Test
    void fetchesOnceForAllWhoWait() throws Exception {
        try (RawServer server = counting(3600);
                ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<TokenAnswer>> answers = new ArrayList<>();
            for (int each = 0; each < 50; each++) {
                answers.add(workers.submit(() -> token(credentials(server, "s", "", false))));
            }
            for (Future<TokenAnswer> answer : answers) {
                assertThat(answer.get(20, TimeUnit.SECONDS))
                        .isInstanceOfSatisfying(
                                TokenAnswer.Granted.class,
                                granted -> assertThat(granted.token()).isEqualTo("t1"));
            }
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void waitsForASilentServerNoLongerThanTheDeadline() throws Exception {
        try (RawServer server = RawServer.start(RawServer::hang);
                ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor()) {
            ClientCredentials same = credentials(server, "s", "", false);
            List<Future<TokenAnswer>> answers = new ArrayList<>();
            for (int each = 0; each < 3; each++) {
                answers.add(workers.submit(
                        () -> tokens.token(same, call("http://h/"), Deadline.in(Duration.ofMillis(300)))));
            }
            for (Future<TokenAnswer> answer : answers) {
                assertThat(failure(answer.get(20, TimeUnit.SECONDS)).outcome()).isEqualTo(Outcome.TIMEOUT);
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "200 | {'access_token':'t','token_type':'mac'}          | token_type mac",
                "200 | {'access_token':'','token_type':'Bearer'}        | no access_token that a header could carry",
                "200 | {'access_token':'a\\r\\nX: y'}                   | no access_token that a header could carry",
                "200 | {'access_token':7}                               | no access_token that a header could carry",
                "200 | <html>                                           | not a JSON object",
                "200 | [1]                                              | not a JSON object",
                "401 | {'error':'invalid_client'}                       | status code 401, invalid_client",
                "400 | {'error':'x','error_description':'bad hush!'}    | status code 400, x (bad ***!)",
                "302 | x                                                | status code 302",
                "500 | {'access_token':'t'}                             | status code 500",
            })
    void saysWhyThereIsNoToken(int status, String body, String reason) throws Exception {
        String answer = body.replace('\'', '"');
        try (RawServer server = RawServer.answering("HTTP/1.1 " + status + " X\r\nLocation: /x\r\nContent-Length: "
                + answer.length() + "\r\n\r\n" + answer)) {
            ProbeFailure failure = failure(token(credentials(server, "hush", "", false)));

            assertThat(failure.outcome()).isEqualTo(Outcome.FAILED);
            assertThat(failure.reason())
                    .startsWith("no access token from http://" + server.authority() + ": ")
                    .contains(reason)
                    .doesNotContain("hush");
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void saysWhyTheServerCannotBeReached() throws Exception {
        String gone;
        // Nobody ever accepts there, so that nobody is just about to.
        try (ServerSocket once = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            gone = "http://127.0.0.1:" + once.getLocalPort();
        }

        assertThat(failure(token(new ClientCredentials(gone + "/token", "c", "s", "", false)))
                        .reason())
                .isEqualTo("no access token from " + gone + ": connection refused");
        assertThat(failure(token(new ClientCredentials("ftp://x/", "c", "s", "", false)))
                        .outcome())
                .isEqualTo(Outcome.ERROR);
    }

    @ParameterizedTest
    @CsvSource({
        "'', 300",
        "'\"expires_in\":100', 90",
        "'\"expires_in\":\"100\"', 90",
        "'\"expires_in\":-1', 0",
        "'\"expires_in\":1e300', 86370",
        "'\"expires_in\":[]', 300"
    })
    void readsTheLifetime(String field, long seconds) {
        String separator = field.isEmpty() ? "" : ",";

        assertThat(TokenGrant.of(200, "{\"access_token\":\"t\"" + separator + field + "}")
                        .lifetime())
                .isEqualTo(Duration.ofSeconds(seconds));
    }

    @Test
    void fetchesAnewOnceAfterA401ToAKeptToken() throws Exception {
        try (RawServer server = counting(3600)) {
            SignIn signIn = new SignIn.OAuth2(credentials(server, "s", "", false));
            Permit.Granted fresh = permit(signIn, call("http://h/"));
            assertThat(fresh.headers()).containsExactly(Map.entry("Authorization", "Bearer t1"));
            Permit.Granted kept = permit(signIn, call("http://h/"));

            assertThat(authorizer.renew(signIn, kept)).isTrue();
            Permit.Granted renewed = permit(signIn, call("http://h/"));
            assertThat(renewed.headers()).containsExactly(Map.entry("Authorization", "Bearer t2"));
            assertThat(authorizer.renew(signIn, kept)).isTrue();
            assertThat(permit(signIn, call("http://h/")).headers())
                    .as("one that was fetched since stays")
                    .isEqualTo(renewed.headers());
            assertThat(authorizer.renew(signIn, renewed)).isFalse();
        }
    }

    private Permit.Granted permit(SignIn signIn, HttpCall call) throws InterruptedException {
        return switch (authorizer.permit(signIn, call, soon())) {
            case Permit.Granted granted -> granted;
            case Permit.Refused refused -> throw new AssertionError(refused.failure());
        };
    }

    private TokenAnswer token(ClientCredentials credentials) throws InterruptedException {
        return tokens.token(credentials, call("http://h/"), soon());
    }

    private static ProbeFailure failure(TokenAnswer answer) {
        return ((TokenAnswer.Refused) answer).failure();
    }

    private static Deadline soon() {
        return Deadline.in(Duration.ofSeconds(20));
    }

    private static ClientCredentials credentials(RawServer server, String secret, String scope, boolean inBody) {
        return new ClientCredentials("http://" + server.authority() + "/token", "c", secret, scope, inBody);
    }

    /** Answers with t1, t2, … */
    private static RawServer counting(long expiresIn) throws Exception {
        RawServer[] self = new RawServer[1];
        self[0] = RawServer.start(connection -> {
            self[0].record(connection);
            String body = "{\"access_token\":\"t" + self[0].requests().size()
                    + "\",\"token_type\":\"bearer\",\"expires_in\":" + expiresIn + "}";
            RawServer.send(connection, "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
        });
        return self[0];
    }

    private static HttpCall call(String url) {
        return SignInCall.to(url, NETWORK);
    }
}
