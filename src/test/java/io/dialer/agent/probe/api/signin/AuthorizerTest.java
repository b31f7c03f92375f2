package io.dialer.agent.probe.api.signin;

import static org.assertj.core.api.Assertions.assertThat;

import io.dialer.agent.probe.Deadline;
import io.dialer.agent.probe.Outcome;
import io.dialer.agent.probe.net.ProbeNetwork;
import io.dialer.agent.probe.net.http.HttpCall;
import io.dialer.agent.probe.net.http.HttpEngine;
import io.dialer.agent.testing.MovableClock;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class AuthorizerTest {
    private static final Vertx VERTX = Vertx.vertx();
    private static final ProbeNetwork NETWORK = ProbeNetwork.ofSystem(VERTX);

    private final MovableClock clock = new MovableClock();
    private final Authorizer authorizer =
            new Authorizer(new OAuth2Tokens(new HttpEngine(NETWORK.connector(), NETWORK.heap()), clock), clock);

    @AfterAll
    static void close() throws Exception {
        NETWORK.close();
        VERTX.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    @Test
    void makesWhatEverySignInNeeds() throws Exception {
        HttpCall call = SignInCall.to("http://h/?a=1", NETWORK);
        assertThat(permit(new SignIn.Basic("ü", "p:"), call).headers())
                .containsExactly(Map.entry("Authorization", "Basic w7w6cDo="));
        assertThat(permit(new SignIn.Bearer("t"), call).headers())
                .containsExactly(Map.entry("Authorization", "Bearer t"));
        assertThat(permit(new SignIn.Digest("u", "p"), call).digest()).isNotNull();
        assertThat(permit(new SignIn.None(), call).headers()).isEmpty();
        SignIn.OAuth1 oauth =
                new SignIn.OAuth1(new OAuth1Signature(OAuth1Signature.Method.HMAC_SHA1, "k", "s", "t", "ts"));
        assertThat(permit(oauth, call).headers()).isEmpty();
        String first = authorizer.signed(oauth, call).headers().getFirst().getValue();
        assertThat(first)
                .contains("oauth_timestamp=\"" + clock.instant().getEpochSecond() + "\"")
                .isNotEqualTo(
                        authorizer.signed(oauth, call).headers().getFirst().getValue());
        assertThat(authorizer.permit(new SignIn.Bearer("a\r\nb"), call, soon()))
                .isInstanceOfSatisfying(
                        Permit.Refused.class,
                        refused -> assertThat(refused.failure().outcome()).isEqualTo(Outcome.ERROR));
    }

    @Test
    void leavesAnAuthorizationOfTheStepAlone() throws Exception {
        HttpCall own = SignInCall.to("http://h/", Map.of("authorization", "mine"), NETWORK);

        assertThat(permit(new SignIn.Bearer("t"), own).headers()).isEmpty();
        OAuth1Signature signature = new OAuth1Signature(OAuth1Signature.Method.PLAINTEXT, "k", "s", "", "");
        assertThat(authorizer.signed(new SignIn.OAuth1(signature), own)).isEqualTo(own);
    }

    private Permit.Granted permit(SignIn signIn, HttpCall call) throws InterruptedException {
        return switch (authorizer.permit(signIn, call, soon())) {
            case Permit.Granted granted -> granted;
            case Permit.Refused refused -> throw new AssertionError(refused.failure());
        };
    }

    private static Deadline soon() {
        return Deadline.in(Duration.ofSeconds(20));
    }
}
