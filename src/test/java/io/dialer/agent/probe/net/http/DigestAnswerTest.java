package io.dialer.agent.probe.net.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against the examples of the RFCs. */
class DigestAnswerTest {
    private static final String RFC_7616 = "Digest realm=\"http-auth@example.org\", qop=\"auth, auth-int\","
            + " nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\", opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\"";

    @ParameterizedTest
    @CsvSource({
        "MD5, 8ca523f5e9506fed4657c9700eebdbec",
        "SHA-256, 753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"
    })
    void isTheOneOfRfc7616(String algorithm, String response) {
        String answer = new DigestAnswer(
                        challenge(RFC_7616 + ", algorithm=" + algorithm),
                        "Mufasa",
                        "Circle of Life",
                        "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ")
                .to("GET", "/dir/index.html", new byte[0]);

        assertThat(answer)
                .startsWith("Digest username=\"Mufasa\", realm=\"http-auth@example.org\"")
                .contains(
                        ", response=\"" + response + "\"", ", algorithm=" + algorithm, ", qop=auth,", ", nc=00000001,")
                .contains("opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\"");
    }

    @Test
    void isTheOneOfRfc2617() {
        DigestChallenge challenge = challenge("Digest realm=\"testrealm@host.com\", qop=\"auth,auth-int\","
                + " nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\", opaque=\"5ccc069c403ebaf9f0171e9517f40e41\"");

        assertThat(new DigestAnswer(challenge, "Mufasa", "Circle Of Life", "0a4f113b")
                        .to("GET", "/dir/index.html", new byte[0]))
                .contains("response=\"6629fae49393a05397450978507c4ef1\"")
                .doesNotContain("algorithm");
    }

    /** The response of RFC 2069's example, as its errata 749 corrects it. */
    @Test
    void knowsServersFromBeforeThat() {
        DigestChallenge challenge =
                challenge("Digest realm=\"testrealm@host.com\", nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\"");

        assertThat(new DigestAnswer(challenge, "Mufasa", "CircleOfLife", "unused")
                        .to("GET", "/dir/index.html", new byte[0]))
                .contains("response=\"1949323746fe6a43ef61f9606e7febea\"")
                .doesNotContain("cnonce", "qop");
    }

    @Test
    void protectsTheBodyWhereNothingElseIsOffered() {
        DigestChallenge challenge = challenge("Digest realm=\"r\", nonce=\"n\", qop=\"auth-int\"");
        DigestAnswer answer = new DigestAnswer(challenge, "u", "p", "c");

        assertThat(answer.to("POST", "/", "one".getBytes(StandardCharsets.UTF_8)))
                .contains("qop=auth-int")
                .isNotEqualTo(answer.to("POST", "/", "two".getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void writesANameBeyondAsciiAsAnAsciiText() {
        assertThat(new DigestAnswer(challenge("Digest realm=\"r\", nonce=\"n\", charset=UTF-8"), "Jäsøn", "p", "c")
                        .to("GET", "/", new byte[0]))
                .startsWith("Digest username*=UTF-8''J%C3%A4s%C3%B8n, ");
    }

    @Test
    void choosesTheStrongestOfSeveralChallenges() {
        String several = "Basic realm=\"b\", Digest realm=\"m\", nonce=\"1\", algorithm=MD5,"
                + " Digest realm=\"s, \\\"x\\\"\", nonce=\"2\", algorithm=SHA-256-sess, stale=TRUE, Negotiate";

        assertThat(challenge(several).algorithm()).isEqualTo(DigestAlgorithm.SHA_256_SESS);
        assertThat(challenge(several).realm()).isEqualTo("s, \"x\"");
        assertThat(challenge(several).stale()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "Basic realm=\"b\"",
                "Digest realm=\"r\"",
                "Digest nonce=\"n\"",
                "Digest realm=\"r\", nonce=\"n\", algorithm=SHA-1",
                "Digest realm=\"r\", nonce=\"n\", qop=\"token\"",
            })
    void isNotMadeWhereTheChallengeCannotBeAnswered(String field) {
        assertThat(DigestChallenge.strongestOf(List.of(Map.entry("WWW-Authenticate", field))))
                .isNull();
    }

    private static DigestChallenge challenge(String field) {
        return Objects.requireNonNull(DigestChallenge.strongestOf(List.of(Map.entry("www-authenticate", field))));
    }
}
