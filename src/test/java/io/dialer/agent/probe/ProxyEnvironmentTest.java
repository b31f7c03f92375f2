package io.dialer.agent.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyEnvironmentTest {
    @ParameterizedTest(name = "{0}:{1} with no_proxy {2}")
    @CsvSource(delimiter = '|', textBlock = """
        a.example     | 80   | ''                        | true
        a.example     | 80   | *                         | false
        a.example     | 80   | b.example                 | true
        a.example     | 80   | 'b.example, a.example'    | false
        a.example     | 80   | b.example a.example       | false
        A.Example     | 80   | a.EXAMPLE                 | false
        x.a.example   | 80   | a.example                 | false
        x.a.example   | 80   | .a.example                | false
        a.example     | 80   | .a.example                | false
        x.a.example   | 80   | *.a.example               | false
        xa.example    | 80   | a.example                 | true
        a.example.    | 80   | a.example                 | false
        a.example     | 8080 | a.example:8080            | false
        a.example     | 80   | a.example:8080            | true
        10.1.2.3      | 80   | 10.0.0.0/8                | false
        11.1.2.3      | 80   | 10.0.0.0/8                | true
        10.1.2.3      | 80   | 10.1.2.3                  | false
        10.1.2.3      | 81   | 10.1.2.3:80               | true
        a.example     | 80   | 10.0.0.0/8                | true
        10.1.2.3      | 80   | 10.0.0.0/33               | true
        10.1.2.3      | 80   | 0.0.0.0/0                 | false
        10.1.2.3      | 80   | 2.3                       | true
        10.1.2.7      | 80   | 10.1.2.4/30               | false
        10.1.2.8      | 80   | 10.1.2.4/30               | true
        [2001:db8::1] | 80   | 2001:db8::/32             | false
        [2001:db9::1] | 80   | 2001:db8::/32             | true
        2001:db8::1   | 80   | 2001:db8:0::1             | false
        [2001:db8::1] | 443  | [2001:db8::1]:443         | false
        [2001:db8::1] | 80   | [2001:db8::1]:443         | true
        10.1.2.3      | 80   | ::/0                      | true
        localhost     | 80   | ''                        | false
        127.0.0.5     | 80   | ''                        | false
        [::1]         | 80   | ''                        | false
        """)
    void leavesTheProxyAwayWhereItShould(String host, int port, String noProxy, boolean proxied) {
        ProxyEnvironment environment =
                new ProxyEnvironment(Map.of("http_proxy", "http://proxy:8080", "no_proxy", noProxy));

        assertThat(environment.proxyFor("http", host, port).isPresent()).isEqualTo(proxied);
    }

    @Test
    void takesTheVariableOfTheSchemeInEitherCaseTheLowerFirst() {
        ProxyEnvironment environment = new ProxyEnvironment(Map.of(
                "http_proxy", "lower:1", "HTTP_PROXY", "upper:2", "https_proxy", "", "HTTPS_PROXY", "http://u:p%40@s"));

        assertThat(environment.proxyFor("http", "h", 80)).hasValue(new ProxyAddress("lower", 1, null, ""));
        assertThat(environment.proxyFor("https", "h", 443)).hasValue(new ProxyAddress("s", 3128, "u", "p@"));
        assertThat(new ProxyEnvironment(Map.of()).proxyFor("http", "h", 80)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://u:s3cret@p", "socks5://u:s3cret@p:1", "http://u:s3 cret@p", "http://:1", "http://p:0"})
    void namesAVariableThatCannotBeUsedAndNotItsValue(String url) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ProxyEnvironment(Map.of("HTTP_PROXY", url)).proxyFor("http", "h", 80))
                .withMessage("http_proxy is not a URL such as http://proxy:3128");
    }

    @Test
    void neverShowsAPassword() {
        assertThat(ProxyAddress.parse("http://u:s3cret@[::1]:80")).hasToString("http://[::1]:80");
    }
}
