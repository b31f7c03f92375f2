package io.dialer.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConfigDefaultsTest {
    @Test
    void hasTheDocumentedDefaults() {
        AgentConfigReader.Loaded loaded = read("{\"config_version\": 2}");
        assertThat(loaded.config())
                .isEqualTo(new AgentConfig(
                        "default_agent",
                        "default_area",
                        "embedded",
                        false,
                        null,
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(30),
                        Language.AUTO,
                        Path.of("data"),
                        new ThreadPoolConfig(64, Duration.ofSeconds(300), 1000),
                        new LoggingConfig(
                                LoggingConfig.Level.INFO, Path.of("logs"), "agent", true, 30, 2L * 1024 * 1024 * 1024),
                        new BackendConfig(
                                8,
                                Duration.ofSeconds(10),
                                Duration.ofSeconds(60),
                                BackendConfig.ResponseTimeUnit.AUTO,
                                ZoneId.systemDefault(),
                                true,
                                true,
                                "environment",
                                true,
                                null,
                                null,
                                null),
                        new OutboxConfig(
                                5_000_000,
                                2L * 1024 * 1024 * 1024,
                                Duration.ofDays(7),
                                OutboxConfig.Synchronous.NORMAL),
                        new HistoryConfig(500, 50, 256L * 1024 * 1024),
                        new ConsoleConfig("127.0.0.1", 8650, null, null, null, null),
                        new ScrapeConfig("127.0.0.1", ConsoleConfig.NONE, null, null, 2_000),
                        new EmbeddedConfig(Duration.ofDays(30), null),
                        new PluginsConfig(
                                Path.of("plugins"),
                                "python3",
                                2,
                                8,
                                List.of(),
                                4L << 30,
                                PluginsConfig.Precedence.CHANGED),
                        new ExecConfig(List.of()),
                        new ClusterConfig(List.of(), null, 5701, null, "dialer", null, null, null),
                        new SecurityConfig(TargetsConfig.DEFAULT, Map.of()),
                        Map.of()));
        assertThat(loaded.warnings()).isEmpty();
        assertThat(loaded.upgrades()).isEmpty();
        assertThat(loaded.config().embedded()).isTrue();
        assertThat(loaded.config().probeDefaults("http")).isEqualTo(new JsonObject());
    }

    @Test
    void readsEveryKey() {
        AgentConfigReader.Loaded loaded = read("""
                {"config_version": 2, "agent_id": "book", "agent_area": "guangzhou",
                 "server_url": "https://backend:5001/", "auth_required": true, "api_token": "t0ken",
                 "heartbeat_interval": 5, "report_interval": "2m", "task_sync_interval": 7.5, "shutdown_timeout": 0,
                 "language": "zh", "state_dir": "/var/lib/agent",
                 "thread_pool": {"max_workers": 10, "task_timeout": "1h", "queue_size_limit": 0},
                 "logging": {"log_mode": "warning", "log_path": "/var/log", "log_name": "probe",
                   "log_rotation": false, "max_history": 5, "max_total": "10MiB"},
                 "backend": {"concurrency": 2, "connect_timeout": "500ms", "read_timeout": 20,
                   "response_time_unit": "ms", "timezone": "Asia/Shanghai", "deliver": false, "gateway": false,
                   "proxy": "http://proxy:3128", "tls": {"verify": false, "ca_file": "ca.pem", "cert_file": "agent.pem",
                   "key_file": "agent.key"}},
                 "outbox": {"max_rows": 10, "max_bytes": "1GB", "max_age": "1d", "synchronous": "full"},
                 "history": {"per_task": 7, "failures_per_task": 0, "max_bytes": "1MiB"},
                 "console": {"host": "0.0.0.0", "port": 0, "token": "c0nsole", "read_token": "l00k",
                   "tls": {"cert_file": "server.pem", "key_file": "server.key"}},
                 "scrape": {"host": "10.0.0.7", "port": 9115, "token": "scr4pe", "blackbox_modules": "/etc/b.yml",
                   "per_task_metrics": 10},
                 "embedded": {"retention": "7d", "tasks": "my-tasks.json"},
                 "plugins_dir": "/opt/p", "exec": {"allowed_dirs": ["/usr/lib/nagios/plugins", "checks"]},
                 "cluster": {"members": ["10.0.0.1", "probe-2:5702", "[fd00::3]:5701"], "port": 6001,
                   "interface": "10.0.0.0/24", "name": "south",
                   "tls": {"cert_file": "m.pem", "key_file": "m.key", "ca_file": "members.pem"}},
                 "security": {"targets": {"deny": ["10.9.0.0/16:22"], "private": false,
                   "tenants": {"7": {"allow": ["*.example.org"], "others": "deny"}}}},
                 "plugins": {"python": "pypy3", "processes": 1, "threads": 100, "override": "Always"},
                 "probes": {"http": {"timeout": 3}}}""");
        AgentConfig config = loaded.config();
        assertThat(config)
                .isEqualTo(new AgentConfig(
                        "book",
                        "guangzhou",
                        "https://backend:5001",
                        true,
                        new Secret("t0ken"),
                        Duration.ofSeconds(5),
                        Duration.ofMinutes(2),
                        Duration.ofMillis(7_500),
                        Duration.ZERO,
                        Language.ZH,
                        Path.of("/var/lib/agent"),
                        new ThreadPoolConfig(10, Duration.ofHours(1), 0),
                        new LoggingConfig(
                                LoggingConfig.Level.WARN, Path.of("/var/log"), "probe", false, 5, 10L * 1024 * 1024),
                        new BackendConfig(
                                2,
                                Duration.ofMillis(500),
                                Duration.ofSeconds(20),
                                BackendConfig.ResponseTimeUnit.MS,
                                ZoneId.of("Asia/Shanghai"),
                                false,
                                false,
                                "http://proxy:3128",
                                false,
                                Path.of("ca.pem"),
                                Path.of("agent.pem"),
                                Path.of("agent.key")),
                        new OutboxConfig(10, 1_000_000_000, Duration.ofDays(1), OutboxConfig.Synchronous.FULL),
                        new HistoryConfig(7, 0, 1024 * 1024),
                        new ConsoleConfig(
                                "0.0.0.0",
                                0,
                                new Secret("c0nsole"),
                                new Secret("l00k"),
                                Path.of("server.pem"),
                                Path.of("server.key")),
                        new ScrapeConfig("10.0.0.7", 9115, new Secret("scr4pe"), Path.of("/etc/b.yml"), 10),
                        new EmbeddedConfig(Duration.ofDays(7), Path.of("my-tasks.json")),
                        new PluginsConfig(
                                Path.of("/opt/p"),
                                "pypy3",
                                1,
                                100,
                                List.of(),
                                4L << 30,
                                PluginsConfig.Precedence.ALWAYS),
                        new ExecConfig(List.of(Path.of("/usr/lib/nagios/plugins"), Path.of("checks"))),
                        new ClusterConfig(
                                List.of("10.0.0.1", "probe-2:5702", "[fd00::3]:5701"),
                                null,
                                6001,
                                "10.0.0.0/24",
                                "south",
                                Path.of("m.pem"),
                                Path.of("m.key"),
                                Path.of("members.pem")),
                        new SecurityConfig(
                                new TargetsConfig(
                                        List.of(TargetRule.parse("10.9.0.0/16:22")
                                                .orElseThrow()),
                                        List.of(),
                                        false,
                                        TargetsConfig.Others.ALLOW),
                                Map.of(
                                        "7",
                                        new TargetsConfig(
                                                List.of(TargetRule.parse("10.9.0.0/16:22")
                                                        .orElseThrow()),
                                                List.of(TargetRule.parse("*.example.org")
                                                        .orElseThrow()),
                                                false,
                                                TargetsConfig.Others.DENY))),
                        Map.of("http", new JsonObject().put("timeout", 3))));
        assertThat(loaded.warnings()).isEmpty();
        assertThat(config.toString()).doesNotContain("t0ken", "c0nsole", "l00k");
    }

    private static AgentConfigReader.Loaded read(String text) {
        return new AgentConfigReader("agent.json", Map.of()).read(text);
    }
}
