package io.dialer.agent.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TargetRuleTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.0.0.0/8", "10.0.0.1", "10.0.0.1:1", "10.0.0.0/8:1-65535", "::1", "fd00::/8", "[fd00::/8]",
                        "[::1]:80",
                "*", "*:25", ":25", "localhost", "*.example.org", "db-*.example.org:5432", "bücher.example",
                        "example.org."
            })
    void isWhatADocumentedFormSays(String text) {
        assertThat(TargetRule.parse(text)).get().hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.0.0.0/33",
                "10.0.0.0/-1",
                "10.0.0.0/",
                "fd00::/129",
                "10.*",
                "*.0.0.1",
                "10.0.0.256",
                "http://example.org",
                "example.org/path",
                "example.org:0",
                "example.org:70000",
                "example.org:80-22",
                "example.org:x",
                "[::1",
                "a b"
            })
    void isNothingElse(String text) {
        assertThat(TargetRule.parse(text)).isEmpty();
        assertThatThrownBy(() -> new AgentConfigReader("agent.json", Map.of())
                        .read("{\"config_version\": 2, \"security\": {\"targets\": {\"deny\": [\"" + text + "\"]}}}"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("security.targets.deny")
                .hasMessageContaining(text)
                .hasMessageContaining("a block such as 10.0.0.0/8");
    }
}
