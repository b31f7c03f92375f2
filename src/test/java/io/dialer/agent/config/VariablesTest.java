package io.dialer.agent.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VariablesTest {
    private static final String FILE = """
            {"config_version": 2, "agent_id": "file", "thread_pool": {"max_workers": 8, "queue_size_limit": 9}}""";

    @Test
    void winOverTheFile() {
        AgentConfig config = read(Map.of(
                        "DIALER_AGENT_ID", "variable",
                        "DIALER_THREAD_POOL_MAX_WORKERS", "16",
                        "DIALER_THREAD_POOL_TASK_TIMEOUT", "1m",
                        "DIALER_AUTH_REQUIRED", "true",
                        "DIALER_API_TOKEN", "t0ken",
                        "DIALER_BACKEND_TLS_VERIFY", "false",
                        "DIALER_OUTBOX_MAX_BYTES", "1GiB",
                        "DIALER_LANGUAGE", "zh"))
                .config();
        assertThat(config.agentId()).isEqualTo("variable");
        assertThat(config.threadPool().maxWorkers()).isEqualTo(16);
        assertThat(config.threadPool().queueSizeLimit()).isEqualTo(9);
        assertThat(config.threadPool().taskTimeout()).hasMinutes(1);
        assertThat(config.authRequired()).isTrue();
        assertThat(config.apiToken()).isEqualTo(new Secret("t0ken"));
        assertThat(config.backend().verifyTls()).isFalse();
        assertThat(config.outbox().maxBytes()).isEqualTo(1L << 30);
        assertThat(config.language()).isEqualTo(Language.ZH);
    }

    @Test
    void mayStandWhereTheFileSaysNothing() {
        assertThat(read(Map.of("DIALER_CONSOLE_PORT", "-1")).config().console().port())
                .isEqualTo(ConsoleConfig.NONE);
    }

    @Test
    void thatAreEmptyCountAsAbsent() {
        AgentConfig config = new AgentConfigReader(
                        "a.json", Map.of("DIALER_API_TOKEN", "", "DIALER_AGENT_ID", "", "DIALER_CONSOLE_PORT", ""))
                .read("{\"config_version\": 2, \"api_token\": \"t0ken\", \"agent_id\": \"file\"}")
                .config();
        assertThat(config.apiToken()).isEqualTo(new Secret("t0ken"));
        assertThat(config.agentId()).isEqualTo("file");
        assertThat(config.console().port()).isEqualTo(8650);
    }

    @Test
    void mayHoldAReference() {
        assertThat(read(Map.of("DIALER_API_TOKEN", "${env:ELSEWHERE}", "ELSEWHERE", "t0ken"))
                        .config()
                        .apiToken())
                .isEqualTo(new Secret("t0ken"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "DIALER_THREAD_POOL_MAX_WORKERS | 0    | thread_pool.max_workers: 0 is not allowed; allowed: a whole number from 1 to 100000",
                "DIALER_THREAD_POOL_MAX_WORKERS | many | thread_pool.max_workers: 'many' is not allowed; allowed: a whole number from 1 to 100000",
                "DIALER_AUTH_REQUIRED           | on   | auth_required: 'on' is not allowed; allowed: true or false",
                "DIALER_HEARTBEAT_INTERVAL      | 0s   | heartbeat_interval: '0s' is not allowed; allowed: seconds from 1 to 86400, or a text such as '90s', '5m', '2h', '7d'",
                "DIALER_LANGUAGE                | fr   | language: 'fr' is not allowed; allowed: auto, zh, en",
            })
    void areNamedInAnError(String name, String value, String message) {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> read(Map.of(name, value)))
                .withMessage("a.json: %s: %s", name, message.replace('\'', '"'));
    }

    @Test
    void thatStandForNothingAreWarnedOfUnlessAReferenceNamesThem() {
        AgentConfigReader.Loaded loaded = new AgentConfigReader(
                        "a.json", Map.of("DIALER_AGENT_IDD", "x", "DIALER_TOKEN", "t0ken", "PATH", "/bin"))
                .read("{\"config_version\": 2, \"api_token\": \"${env:DIALER_TOKEN}\"}");
        assertThat(loaded.warnings())
                .singleElement()
                .hasToString("DIALER_AGENT_IDD: unknown environment variable; did you mean DIALER_AGENT_ID?");
    }

    @Test
    void aReferenceMayStandForANumberOrATruthValue() {
        AgentConfig config = new AgentConfigReader("a.json", Map.of("WORKERS", "3", "AUTH", "true"))
                .read("""
                        {"config_version": 2, "auth_required": "${env:AUTH}", "thread_pool": {"max_workers": "${env:WORKERS}"}}""")
                .config();
        assertThat(config.threadPool().maxWorkers()).isEqualTo(3);
        assertThat(config.authRequired()).isTrue();
    }

    @Test
    void aTextInTheFileIsNoNumber() {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> new AgentConfigReader("a.json", Map.of())
                        .read("{\"config_version\": 2, \"thread_pool\": {\"max_workers\": \"3\"}}"))
                .withMessageContaining("max_workers: \"3\" is not allowed");
    }

    private static AgentConfigReader.Loaded read(Map<String, String> environment) {
        return new AgentConfigReader("a.json", environment).read(FILE);
    }
}
