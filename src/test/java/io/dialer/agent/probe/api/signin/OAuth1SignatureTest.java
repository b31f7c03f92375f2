package io.dialer.agent.probe.api.signin;

import static org.assertj.core.api.Assertions.assertThat;

import io.dialer.agent.probe.net.http.FormPairs;
import io.dialer.agent.probe.net.http.Url;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The examples of RFC 5849, with erratum 2550. */
class OAuth1SignatureTest {
    private static final OAuth1Signature PRINTER = signature("dpf43f3p2l4k3l03", "kd94hf93k423kf44", "", "");

    @Test
    void signsTheRequestForTemporaryCredentialsOfSection12() {
        assertThat(PRINTER.signature(OAuth1Signature.baseString(
                        "POST",
                        Url.parse("https://photos.example.net/initiate"),
                        List.of(),
                        List.of(
                                Map.entry("oauth_consumer_key", "dpf43f3p2l4k3l03"),
                                Map.entry("oauth_signature_method", "HMAC-SHA1"),
                                Map.entry("oauth_timestamp", "137131200"),
                                Map.entry("oauth_nonce", "wIjqoS"),
                                Map.entry("oauth_callback", "http://printer.example.com/ready")))))
                .isEqualTo("74KNZJeDHnMBp0EMJ9ZHt/XKycU=");
    }

    @Test
    void signsTheRequestForATokenOfSection12() {
        OAuth1Signature temporary =
                signature("dpf43f3p2l4k3l03", "kd94hf93k423kf44", "hh5s93j4hdidpola", "hdhd0244k9j7ao03");

        assertThat(temporary.signature(OAuth1Signature.baseString(
                        "POST",
                        Url.parse("https://photos.example.net/token"),
                        List.of(),
                        List.of(
                                Map.entry("oauth_consumer_key", "dpf43f3p2l4k3l03"),
                                Map.entry("oauth_token", "hh5s93j4hdidpola"),
                                Map.entry("oauth_signature_method", "HMAC-SHA1"),
                                Map.entry("oauth_timestamp", "137131201"),
                                Map.entry("oauth_nonce", "walatlh"),
                                Map.entry("oauth_verifier", "hfdp7dh39dks9884")))))
                .isEqualTo("gKgrFCywp7rO0OXSjdot/IHF7IU=");
    }

    @Test
    void writesTheFieldForThePhotoOfSection12() {
        OAuth1Signature signature =
                signature("dpf43f3p2l4k3l03", "kd94hf93k423kf44", "nnch734d00sl2jdk", "pfkkdhi9sl3r4s00");

        assertThat(signature.authorization(
                        "GET",
                        Url.parse("http://photos.example.net/photos?file=vacation.jpg&size=original"),
                        List.of(),
                        "chapoH",
                        137_131_202))
                .isEqualTo("OAuth oauth_consumer_key=\"dpf43f3p2l4k3l03\", oauth_token=\"nnch734d00sl2jdk\","
                        + " oauth_signature_method=\"HMAC-SHA1\", oauth_timestamp=\"137131202\","
                        + " oauth_nonce=\"chapoH\", oauth_signature=\"MdpQcU8iPSUjWoN%2FUDMsK2sui9I%3D\"");
    }

    @Test
    void signsQueryFormAndFieldTogetherAsSection3411Does() {
        String base = OAuth1Signature.baseString(
                "post",
                Url.parse("http://EXAMPLE.COM:80/request?b5=%3D%253D&a3=a&c%40=&a2=r%20b"),
                FormPairs.read("c2&a3=2+q"),
                List.of(
                        Map.entry("oauth_consumer_key", "9djdj82h48djs9d2"),
                        Map.entry("oauth_token", "kkk9d7dh3k39sjv7"),
                        Map.entry("oauth_signature_method", "HMAC-SHA1"),
                        Map.entry("oauth_timestamp", "137131201"),
                        Map.entry("oauth_nonce", "7d8f3e4a")));

        assertThat(base)
                .isEqualTo("POST&http%3A%2F%2Fexample.com%2Frequest&a2%3Dr%2520b%26a3%3D2%2520q%26a3%3Da%26b5%3D%25"
                        + "3D%25253D%26c%2540%3D%26c2%3D%26oauth_consumer_key%3D9djdj82h48djs9d2%26oauth_nonce%3D7d8"
                        + "f3e4a%26oauth_signature_method%3DHMAC-SHA1%26oauth_timestamp%3D137131201%26oauth_token%3D"
                        + "kkk9d7dh3k39sjv7");
        assertThat(signature("9djdj82h48djs9d2", "j49sk3j29djd", "kkk9d7dh3k39sjv7", "dh893hdasih9")
                        .signature(base))
                .isEqualTo("r6/TJjbCOr97/+UU0NsvSne7s5g=");
    }

    @Test
    void decodesTheParametersOfSection34131() {
        assertThat(FormPairs.read("b5=%3D%253D&a3=a&c%40=&a2=r%20b"))
                .containsExactly(
                        Map.entry("b5", "=%3D"), Map.entry("a3", "a"), Map.entry("c@", ""), Map.entry("a2", "r b"));
        assertThat(FormPairs.read("c2&a3=2+q")).containsExactly(Map.entry("c2", ""), Map.entry("a3", "2 q"));
        assertThat(FormPairs.read("&&a=100%&")).containsExactly(Map.entry("a", "100%"));
    }

    @ParameterizedTest
    @CsvSource({
        "http://EXAMPLE.COM:80/r%20v/X?id=123, http%3A%2F%2Fexample.com%2Fr%2520v%2FX",
        "https://www.example.net:8080/?q=1, https%3A%2F%2Fwww.example.net%3A8080%2F",
    })
    void takesTheUrlAsSection3412Does(String url, String part) {
        assertThat(OAuth1Signature.baseString("GET", Url.parse(url), List.of(), List.of()))
                .startsWith("GET&" + part + "&");
    }

    @Test
    void writesTheFieldOfSection351() {
        assertThat(OAuth1Signature.field(List.of(
                        Map.entry("oauth_consumer_key", "0685bd9184jfhq22"),
                        Map.entry("oauth_token", "ad180jjd733klru7"),
                        Map.entry("oauth_signature_method", "HMAC-SHA1"),
                        Map.entry("oauth_signature", "wOJIO9A2W5mFwDgiDvZbTSMK/PY="),
                        Map.entry("oauth_timestamp", "137131200"),
                        Map.entry("oauth_nonce", "4572616e48616d6d65724c61686176"),
                        Map.entry("oauth_version", "1.0"))))
                .isEqualTo("OAuth oauth_consumer_key=\"0685bd9184jfhq22\", oauth_token=\"ad180jjd733klru7\","
                        + " oauth_signature_method=\"HMAC-SHA1\","
                        + " oauth_signature=\"wOJIO9A2W5mFwDgiDvZbTSMK%2FPY%3D\", oauth_timestamp=\"137131200\","
                        + " oauth_nonce=\"4572616e48616d6d65724c61686176\", oauth_version=\"1.0\"");
    }

    @Test
    void showsTheSecretsWithPlaintextAsSection21Does() {
        OAuth1Signature plain =
                new OAuth1Signature(OAuth1Signature.Method.PLAINTEXT, "jd83jd92dhsh93js", "ja893SD9", "", "");

        assertThat(plain.authorization("POST", Url.parse("https://server.example.com/"), List.of(), "n", 1))
                .contains("oauth_signature_method=\"PLAINTEXT\"")
                .endsWith("oauth_signature=\"ja893SD9%26\"")
                .doesNotContain("oauth_token");
        assertThat(new OAuth1Signature(OAuth1Signature.Method.PLAINTEXT, "k", "a&b", "t", "c d").signature(""))
                .isEqualTo("a%26b&c%20d");
        assertThat(plain.toString()).doesNotContain("ja893SD9");
    }

    @Test
    void encodesAllButTheUnreservedCharactersOfSection36() {
        assertThat(OAuth1Signature.encoded("azAZ09-._~")).isEqualTo("azAZ09-._~");
        assertThat(OAuth1Signature.encoded(" +*%&=/ü€😀"))
                .isEqualTo("%20%2B%2A%25%26%3D%2F%C3%BC%E2%82%AC%F0%9F%98%80");
    }

    private static OAuth1Signature signature(String key, String secret, String token, String tokenSecret) {
        return new OAuth1Signature(OAuth1Signature.Method.HMAC_SHA1, key, secret, token, tokenSecret);
    }
}
