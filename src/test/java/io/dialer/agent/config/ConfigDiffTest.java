package io.dialer.agent.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigDiffTest {
    private static final Map<String, String> ENVIRONMENT = Map.of("WORKERS", "64", "SECRET_HOST", "10.9.8.7");

    @Test
    void namesWhatChangedAndTakesIt() {
        ConfigDiff diff = between(
                "{'agent_area': 'a', 'thread_pool': {'max_workers': 4}}",
                "{'agent_area': 'b', 'thread_pool': {'max_workers': 5}, 'probes': {'http': {'timeout': 3}}}");
        assertThat(diff.applied()).containsExactly("agent_area", "probes.http", "thread_pool.max_workers");
        assertThat(diff.restartRequired()).isEmpty();
        assertThat(diff.effective().config().threadPool().maxWorkers()).isEqualTo(5);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {}                                        | {'heartbeat_interval': 30}
            {'heartbeat_interval': '2m'}              | {'heartbeat_interval': 120}
            {'thread_pool': {'max_workers': 64}}      | {'thread_pool': {'max_workers': '${env:WORKERS}'}}
            {'language': 'EN'}                        | {'language': 'en'}
            {'outbox': {'max_bytes': '1GiB'}}         | {'outbox': {'max_bytes': 1073741824}}
            {'console': {}}                           | {}
            {'api_token': ''}                         | {}""")
    void theSameInOtherWordsIsNoChange(String one, String other) {
        ConfigDiff diff = between(one, other);
        assertThat(diff.applied()).isEmpty();
        assertThat(diff.restartRequired()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'deny': ['10.0.0.0/8'], 'tenants': {'7': {}}}",
                "{'deny': ['10.0.0.0/8'], 'tenants': {'7': {'deny': null}}}",
                "{'deny': ['10.0.0.0/8']}",
                "{'deny': ['10.0.0.0/8'], 'tenants': {'7': {'deny': []}, '8': {'private': false}}}"
            })
    void theRulesOfATenantAreAChange(String targets) {
        String before = "{'security': {'targets': {'deny': ['10.0.0.0/8'], 'tenants': {'7': {'deny': []}}}}}";
        ConfigDiff diff = between(before, "{'security': {'targets': " + targets + "}}");
        assertThat(diff.applied()).isNotEmpty();
        assertThat(diff.restartRequired()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            state_dir            | {'state_dir': 'elsewhere'}
            console.host         | {'console': {'host': '127.0.0.2'}}
            console.port         | {'console': {'port': 1}}
            backend.deliver      | {'backend': {'deliver': false}}
            outbox.synchronous   | {'outbox': {'synchronous': 'full'}}
            embedded.tasks       | {'embedded': {'tasks': 'other.json'}}""")
    void whatNeedsARestartStaysAsItRuns(String key, String written) {
        AgentConfigReader.Loaded running = read("{}");
        ConfigDiff diff = ConfigDiff.between("a.json", running, read(written));
        assertThat(diff.restartRequired()).containsExactly(key);
        assertThat(diff.applied()).isEmpty();
        assertThat(diff.effective().config()).isEqualTo(running.config());
    }

    @Test
    void theRestOfTheFileIsTakenAndARestartStaysRequiredUntilItIsTakenBack() {
        AgentConfigReader.Loaded running = read("{'console': {'port': 1, 'token': 'one'}}");
        ConfigDiff first = ConfigDiff.between(
                "a.json", running, read("{'console': {'port': 2, 'token': 'two'}, 'agent_area': 'b'}"));
        assertThat(first.applied()).containsExactly("agent_area", "console.token");
        assertThat(first.restartRequired()).containsExactly("console.port");
        assertThat(first.effective().config().console().port()).isEqualTo(1);
        assertThat(first.effective().config().console().token()).isEqualTo(new Secret("two"));

        ConfigDiff second = ConfigDiff.between(
                "a.json", first.effective(), read("{'console': {'port': 2, 'token': 'two'}, 'agent_area': 'c'}"));
        assertThat(second.restartRequired()).containsExactly("console.port");

        ConfigDiff third = ConfigDiff.between(
                "a.json", second.effective(), read("{'console': {'port': 1, 'token': 'two'}, 'agent_area': 'c'}"));
        assertThat(third.restartRequired()).isEmpty();
    }

    @Test
    void aTokenIsNotTakenFromAConsoleThatStaysOpenToTheNetwork() {
        AgentConfigReader.Loaded running = read("{'console': {'host': '${env:SECRET_HOST}', 'token': 'one'}}");
        AgentConfigReader.Loaded written = read("{'agent_area': 'b'}");
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> ConfigDiff.between("a.json", running, written))
                .withMessageStartingWith("a.json: console.")
                .withMessageContaining("does not go together with the running console.host; "
                        + "nothing of the file is applied before a restart")
                .satisfies(refused -> assertThat(refused.getMessage()).doesNotContain("10.9.8.7"));
    }

    @Test
    void everyKeyThatNeedsARestartExists() {
        assertThat(ConfigSections.keys().stream()
                        .map(ConfigKey::path)
                        .filter(ConfigDiff::needsRestart)
                        .sorted())
                .containsExactly(
                        "backend.deliver",
                        "cluster.interface",
                        "cluster.kubernetes_service",
                        "cluster.members",
                        "cluster.name",
                        "cluster.port",
                        "cluster.tls.ca_file",
                        "cluster.tls.cert_file",
                        "cluster.tls.key_file",
                        "console.host",
                        "console.port",
                        "console.tls.cert_file",
                        "console.tls.key_file",
                        "embedded.tasks",
                        "outbox.synchronous",
                        "scrape.host",
                        "scrape.port",
                        "state_dir");
    }

    @Test
    void nothingOfItShowsASecret() {
        assertThat(between("{}", "{'probes': {'http': {'bearer_token': 'hush'}}, 'api_token': 'hush'}")
                        .effective()
                        .filled())
                .asString()
                .doesNotContain("hush");
    }

    private static ConfigDiff between(String running, String written) {
        return ConfigDiff.between("a.json", read(running), read(written));
    }

    private static AgentConfigReader.Loaded read(String json) {
        String text = json.replace('\'', '"').replaceFirst("\\{", "{\"config_version\": 2,");
        return new AgentConfigReader("a.json", ENVIRONMENT).read(text.replace(",}", "}"));
    }
}
