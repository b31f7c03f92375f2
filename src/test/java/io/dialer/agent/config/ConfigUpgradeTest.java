package io.dialer.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConfigUpgradeTest {
    private static final String FIRST = """
            {"agent_id": "book", "agent_area": "guangzhou", "log_level": "DEBUG", "thread_pool": {"max_workers": 10}}""";
    private static final String SECOND = """
            {"agent_id": "book", "server_url": "http://10.0.0.1:5001", "auth_required": true, "api_token": "t0ken",
             "logging": {"log_mode": "WARNING"}, "language": "en", "probes": {"http": {"timeout": 5}}}""";

    @Test
    void writesOutWhatAFileOfTheFirstGenerationReliedOn() {
        ConfigUpgrade.Upgraded upgraded = ConfigUpgrade.upgrade(new JsonObject(FIRST));
        assertThat(upgraded.document()).isEqualTo(new JsonObject("""
                {"agent_id": "book", "agent_area": "guangzhou", "thread_pool": {"max_workers": 10},
                 "config_version": 2, "logging": {"log_mode": "DEBUG"}, "server_url": "http://localhost:5001",
                 "language": "zh", "probes": {"http": {"valid_status_codes": ["100-599"], "verify_tls": false,
                 "user_agent": "IT-Dialer-Agent/1.0", "proxy_from_environment": true}}}"""));
        assertThat(upgraded.changes())
                .containsExactly(
                        "config_version: 2 added",
                        "log_level: moved to logging.log_mode",
                        "server_url: http://localhost:5001 written out",
                        "language: zh written out",
                        "probes.http: written out as the first agent behaved (any status valid, no TLS verification,"
                                + " user agent IT-Dialer-Agent/1.0, proxy from the environment)");
    }

    @Test
    void keepsEveryValueOfAFileOfTheSecondGeneration() {
        JsonObject written = new JsonObject(SECOND);
        ConfigUpgrade.Upgraded upgraded = ConfigUpgrade.upgrade(written);
        assertThat(upgraded.document()).isEqualTo(written.copy().put("config_version", 2));
        assertThat(upgraded.changes()).containsExactly("config_version: 2 added");
        assertThat(written.containsKey("config_version")).isFalse();
    }

    @Test
    void changesNothingTheSecondTime() {
        for (String file : new String[] {FIRST, SECOND, "{}"}) {
            JsonObject once = ConfigUpgrade.upgrade(new JsonObject(file)).document();
            ConfigUpgrade.Upgraded twice = ConfigUpgrade.upgrade(once);
            assertThat(twice.document()).isEqualTo(once);
            assertThat(twice.changes()).isEmpty();
        }
    }

    @Test
    void readsAnOldFileWithItsOldMeaning() {
        AgentConfigReader.Loaded loaded = new AgentConfigReader("a.json", Map.of()).read(FIRST);
        assertThat(loaded.config().serverUrl()).isEqualTo("http://localhost:5001");
        assertThat(loaded.config().language()).isEqualTo(Language.ZH);
        assertThat(loaded.config().logging().level()).isEqualTo(LoggingConfig.Level.DEBUG);
        assertThat(loaded.config().threadPool().maxWorkers()).isEqualTo(10);
        assertThat(loaded.upgrades()).hasSize(5);
        assertThat(loaded.warnings()).isEmpty();
    }
}
