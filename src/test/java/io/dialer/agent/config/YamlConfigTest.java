package io.dialer.agent.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class YamlConfigTest {
    @Test
    void readsWhatJsonWouldSay() {
        AgentConfigReader.Loaded loaded = read("""
                # who we are
                agent_id: book
                server_url: http://backend:5001
                auth_required: true
                api_token: "0123"
                thread_pool:
                  max_workers: 8
                  task_timeout: 90s
                probes:
                  http:
                    valid_status_codes: [200, "300-399"]
                """);
        AgentConfig config = loaded.config();
        assertThat(config.agentId()).isEqualTo("book");
        assertThat(config.authRequired()).isTrue();
        assertThat(config.apiToken()).isEqualTo(new Secret("0123"));
        assertThat(config.threadPool().maxWorkers()).isEqualTo(8);
        assertThat(config.threadPool().taskTimeout()).hasSeconds(90);
        assertThat(config.probeDefaults("http").getJsonArray("valid_status_codes"))
                .containsExactly(200, "300-399");
        assertThat(loaded.warnings()).isEmpty();
    }

    @Test
    void isNeverAnOldFile() {
        AgentConfigReader.Loaded loaded = read("agent_id: book");
        assertThat(loaded.upgrades()).isEmpty();
        assertThat(loaded.config().serverUrl()).isEqualTo("embedded");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``                            | is empty; allowed: a YAML mapping",
                "# only a comment;# and more   | is empty; allowed: a YAML mapping",
                "---;# nothing                 | is not a YAML mapping",
                "- agent_id: x                 | is not a YAML mapping",
                "just a text                   | is not a YAML mapping",
                "thread_pool:;  max_workers: 0 | line 2, column 16: thread_pool.max_workers: 0 is not allowed; allowed: a whole number from 1 to 100000",
                "thread_pool:;- 8              | line 2, column 1: thread_pool: [8] is not allowed; allowed: a section { … }",
                "auth_required: maybe          | line 1, column 16: auth_required: \"maybe\" is not allowed; allowed: true or false",
                "agent_id: a;agent_id: b       | is not YAML: line 2, column 9: Duplicate field 'agent_id'",
                "agent_id: &a book;agent_area: *a | is not YAML: line 2, column 13: an alias; write the value out",
                "agent_id: a;---;agent_id: b   | is not YAML: line 3, column 1: something follows the value",
            })
    void refusesWithThePlaceOfTheMistake(String text, String message) {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> read(text.replace(';', '\n')))
                .withMessage("agent.yml: " + message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "api_token: s3cret: more",
                "api_token: \"s3cret",
                "api_token: 's3cret' s3cret",
                "api_token: @s3cret",
                "api_token: [s3cret",
                "api_token: %s3cret",
                "api_token: !s3cret!x",
                "api_token: \"\\s3cret\"",
            })
    void saysWhereTheTextIsNotYamlWithoutShowingASecret(String text) {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> read("agent_id: book\n" + text))
                .satisfies(refused -> assertThat(refused.getMessage())
                        .startsWith("agent.yml: is not YAML: line ")
                        .doesNotContain("s3cret"));
    }

    private static AgentConfigReader.Loaded read(String text) {
        return new AgentConfigReader("agent.yml", Map.of()).read(text);
    }
}
