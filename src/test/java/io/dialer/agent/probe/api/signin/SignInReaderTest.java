package io.dialer.agent.probe.api.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dialer.agent.probe.InvalidOption;
import io.dialer.agent.probe.Options;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignInReaderTest {
    @Test
    void readsEveryTypeInBothPlaces() {
        assertRead("{'type':'basic','username':'$u','password':'p'}", new SignIn.Basic("$u", "p"));
        assertRead("{'type':'Basic','username':'u'}", new SignIn.Basic("u", ""));
        assertRead("{'type':'digest','username':'u','password':'$p'}", new SignIn.Digest("u", "$p"));
        assertRead("{'type':'bearer','token':'$t'}", new SignIn.Bearer("$t"));
        assertRead("{'type':'oauth2','accessToken':'$t'}", new SignIn.Bearer("$t"));
        assertRead("{'type':'oauth2','accessToken':'','token':'t'}", new SignIn.Bearer("t"));
        assertRead("{'type':'none'}", new SignIn.None());
        assertRead(
                "{'type':'oauth1','consumerKey':'k','consumerSecret':'s','accessToken':'t','tokenSecret':'ts',"
                        + "'signatureMethod':'plaintext'}",
                new SignIn.OAuth1(new OAuth1Signature(OAuth1Signature.Method.PLAINTEXT, "k", "s", "t", "ts")));
        assertRead(
                "{'type':'oauth1','consumer_key':'k','consumer_secret':'s'}",
                new SignIn.OAuth1(new OAuth1Signature(OAuth1Signature.Method.HMAC_SHA1, "k", "s", "", "")));
        assertRead(
                "{'type':'oauth2','tokenUrl':'$base/token','clientId':'c','clientSecret':'s','scope':'a b'}",
                new SignIn.OAuth2(new ClientCredentials("$base/token", "c", "s", "a b", false)));
        assertRead(
                "{'type':'oauth2','token_url':'https://h/t','client_id':'c','client_secret':'s',"
                        + "'grant_type':'client_credentials','client_authentication':'body'}",
                new SignIn.OAuth2(new ClientCredentials("https://h/t", "c", "s", "", true)));
    }

    @Test
    void takesTheFirstOfATask() {
        assertThat(SignInReader.ofTask(
                        options("{'authentications':[{'type':'bearer','token':'1'},{'type':'bearer','token':'2'}]}")))
                .isEqualTo(new SignIn.Bearer("1"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {"{}", "{'authentications':[]}", "{'authentications':[{}]}", "{'authentications':null}"})
    void findsNoneWhereNoneIsWritten(String task) {
        assertThat(SignInReader.ofTask(options(task))).isNull();
        assertThat(SignInReader.ofRequest(options("{'auth':{}}"))).isNull();
        assertThat(SignInReader.ofRequest(options("{}"))).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'type':'kerberos'} | type | basic, digest, bearer, oauth1, oauth2, none",
                "{'token':'hush'} | type | basic, digest, bearer, oauth1, oauth2, none",
                "{'type':['hush']} | type | a text",
                "{'type':'basic','password':'hush'} | username | a text that is not empty",
                "{'type':'basic','username':'','password':'hush'} | username | a text that is not empty",
                "{'type':'digest','username':'u','password':['hush']} | password | a text",
                "{'type':'bearer','token':{'a':'hush'}} | token | a text",
                "{'type':'bearer'} | token | a text that is not empty",
                "{'type':'oauth1','consumerSecret':'hush'} | consumerKey | a text that is not empty",
                "{'type':'oauth1','consumerKey':'k'} | consumerSecret | a text that is not empty",
                "{'type':'oauth1','consumerKey':'k','consumerSecret':'hush','signatureMethod':'RSA-SHA1'} "
                        + "| signatureMethod | HMAC-SHA1, PLAINTEXT",
                "{'type':'oauth2','clientSecret':'hush'} | accessToken | a token, or tokenUrl, clientId and clientSecret",
                "{'type':'oauth2','tokenUrl':'ftp://hush/'} | tokenUrl | an http or https URL",
                "{'type':'oauth2','tokenUrl':'http://h/','clientSecret':'hush'} | clientId | a text that is not empty",
                "{'type':'oauth2','tokenUrl':'http://h/','clientId':'c'} | clientSecret | a text that is not empty",
                "{'type':'oauth2','tokenUrl':'http://h/','grantType':'password'} | grantType | client_credentials",
                "{'type':'oauth2','tokenUrl':'http://h/','clientId':'c','clientSecret':'hush',"
                        + "'clientAuthentication':'x'} | clientAuthentication | header, body",
            })
    void namesTheFieldThatIsWrongAndNoSecret(String auth, String field, String allowed) {
        assertThatThrownBy(() -> SignInReader.ofRequest(options("{'auth':" + auth + "}")))
                .isInstanceOf(InvalidOption.class)
                .hasMessageStartingWith("auth." + field + ": ")
                .hasMessageEndingWith("allowed: " + allowed)
                .hasMessageNotContaining("hush");
        assertThatThrownBy(() -> SignInReader.ofTask(options("{'authentications':[" + auth + "]}")))
                .hasMessageStartingWith("authentications[0]." + field + ": ");
    }

    @Test
    void namesAListThatIsNone() {
        assertThatThrownBy(() -> SignInReader.ofTask(options("{'authentications':'hush'}")))
                .isInstanceOf(InvalidOption.class)
                .hasMessageStartingWith("authentications: ")
                .hasMessageNotContaining("hush");
    }

    @Test
    void fillsInEveryValue() {
        for (String auth : new String[] {
            "{'type':'basic','username':'$','password':'$'}",
            "{'type':'digest','username':'$','password':'$'}",
            "{'type':'bearer','token':'$'}",
            "{'type':'oauth1','consumerKey':'$','consumerSecret':'$','accessToken':'$','tokenSecret':'$'}",
            "{'type':'oauth2','tokenUrl':'$','clientId':'$','clientSecret':'$','scope':'$'}"
        }) {
            SignIn filled = read(auth).with(value -> value.replace("$", "x"));

            assertThat(filled).isEqualTo(read(auth.replace("$", "x")));
            assertThat(filled.secrets()).isNotEmpty().containsOnly("x");
        }
        assertThat(new SignIn.None().with(value -> "x")).isEqualTo(new SignIn.None());
    }

    @Test
    void showsNoSecretInAText() {
        assertThat(new SignIn.Basic("u", "hush") + " " + new SignIn.Digest("u", "hush") + new SignIn.Bearer("hush")
                        + read("{'type':'oauth1','consumerKey':'k','consumerSecret':'hush','tokenSecret':'hush'}")
                        + read("{'type':'oauth2','tokenUrl':'h','clientId':'c','clientSecret':'hush'}"))
                .doesNotContain("hush");
    }

    private static void assertRead(String auth, SignIn expected) {
        assertThat(read(auth)).isEqualTo(expected);
        assertThat(SignInReader.ofTask(options("{'authentications':[" + auth + "]}")))
                .isEqualTo(expected);
    }

    private static SignIn read(String auth) {
        SignIn read = SignInReader.ofRequest(options("{'auth':" + auth + "}"));
        if (read == null) {
            throw new AssertionError(auth);
        }
        return read;
    }

    private static Options options(String json) {
        return new Options(new JsonObject(json.replace('\'', '"')), new JsonObject());
    }
}
