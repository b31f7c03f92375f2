package io.dialer.agent.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.vertx.core.net.ProxyOptions;
import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProxySettingsTest {
    private static final URI BACKEND = URI.create("http://backend.example.org:5001");

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "http://backend:5001, -, true",
                "http://localhost:5001, -, false",
                "http://127.0.0.1:5001, -, false",
                "http://[::1]:5001, -, false",
                "http://a.example.org, example.org, false",
                "http://a.example.org, .example.org, false",
                "http://a.example.org, '*.example.org, x', false",
                "http://a.example.org, *, false",
                "http://A.example.org, a.EXAMPLE.org, false",
                "http://badexample.org, example.org, true"
            })
    void leavesTheProxyAwayWhereTheEnvironmentSaysSo(String backend, @Nullable String noProxy, boolean proxied) {
        Map<String, String> environment =
                Map.of("http_proxy", "http://proxy:8080", "NO_PROXY", noProxy == null ? "" : noProxy);
        assertThat(ProxySettings.of("environment", URI.create(backend), environment)
                        .isPresent())
                .isEqualTo(proxied);
    }

    @Test
    void readsHostPortAndCredentials() {
        ProxyOptions options = ProxySettings.of("http://me:p%40ss@proxy:8080", BACKEND, Map.of())
                .orElseThrow();
        assertThat(options.getHost()).isEqualTo("proxy");
        assertThat(options.getPort()).isEqualTo(8080);
        assertThat(options.getUsername()).isEqualTo("me");
        assertThat(options.getPassword()).isEqualTo("p@ss");
        assertThat(ProxySettings.of("http://proxy", BACKEND, Map.of())
                        .orElseThrow()
                        .getPort())
                .isEqualTo(3128);
    }

    @Test
    void takesTheVariableOfTheBackendsSchemeWithOrWithoutAScheme() {
        Map<String, String> environment = Map.of("HTTPS_PROXY", "proxy:8443");
        assertThat(ProxySettings.of("environment", BACKEND, environment)).isEmpty();
        assertThat(ProxySettings.of("environment", URI.create("https://b.example.org"), environment))
                .hasValueSatisfying(options -> assertThat(options.getPort()).isEqualTo(8443));
        assertThat(ProxySettings.of("none", URI.create("https://b.example.org"), environment))
                .isEmpty();
    }

    @Test
    void namesAVariableThatCannotBeUsedWithoutShowingIt() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ProxySettings.of("environment", BACKEND, Map.of("http_proxy", "http://me:s3 cret@")))
                .withMessage("http_proxy is not a URL such as http://proxy:3128");
    }
}
