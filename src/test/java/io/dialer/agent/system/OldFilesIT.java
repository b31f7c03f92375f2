package io.dialer.agent.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dialer.agent.probe.net.Certificates;
import io.netty.pkitesting.X509Bundle;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.PemKeyCertOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Configuration files of the first agent, as they lie on hosts, run against a backend: they mean what they meant. */
class OldFilesIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** Neither a pool nor a section for the log. */
    private static final String FIRST = """
            {
              "agent_id": "gz-001",
              "agent_area": "广州",
              "server_url": "%s/",
              "plugins_dir": "plugins",
              "heartbeat_interval": 2,
              "report_interval": 60,
              "log_level": "DEBUG"
            }
            """;
    /** As the report of the change to a pool shows it. */
    private static final String SECOND = """
            {
              "agent_id": "gz-001",
              "agent_area": "广州",
              "server_url": "%s",
              "auth_required": true,
              "api_token": "old-token",
              "plugins_dir": "plugins",
              "heartbeat_interval": 2,
              "report_interval": 60,
              "thread_pool": {"max_workers": 10, "task_timeout": 300, "queue_size_limit": 100},
              "logging": {"log_mode": "WARNING", "log_path": "logs", "log_name": "old", "log_rotation": true}
            }
            """;

    @TempDir
    Path folder;

    private final Vertx vertx = Vertx.vertx();
    private final Set<String> userAgents = ConcurrentHashMap.newKeySet();
    private Receiver receiver;

    @BeforeEach
    void listen() throws Exception {
        X509Bundle elsewhere = Certificates.named("elsewhere.test");
        HttpServer broken = vertx.createHttpServer(new HttpServerOptions()
                        .setSsl(true)
                        .setKeyCertOptions(new PemKeyCertOptions()
                                .addCertValue(Buffer.buffer(elsewhere.getCertificatePathPEM()))
                                .addKeyValue(Buffer.buffer(elsewhere.getPrivateKeyPEM()))))
                .requestHandler(request -> {
                    userAgents.add(request.getHeader("User-Agent"));
                    request.response().setStatusCode(500).end("broken");
                })
                .listen(0, "127.0.0.1")
                .await();
        receiver = Receiver.ofSingleResults()
                .withTasks(1, "http", "https://127.0.0.1:" + broken.actualPort() + "/", new JsonObject());
    }

    @AfterEach
    void close() {
        receiver.close();
        vertx.close().await();
    }

    @Test
    void aFileWithoutAPoolRunsAsItDid() throws Exception {
        String output = runsTwice(FIRST, "agent.log");
        assertThat(output).contains(" DEBUG ");
        assertThat(receiver.lastAuthorization).isEmpty();
        assertThat(pool("max_workers")).as("the first agent had no pool").isEqualTo(64);
    }

    @Test
    void aFileWithAPoolRunsAsItDid() throws Exception {
        String output = runsTwice(SECOND, "old.log");
        assertThat(output).doesNotContain(" INFO ", " DEBUG ");
        assertThat(receiver.lastAuthorization).isEqualTo("Bearer old-token");
        assertThat(pool("max_workers")).isEqualTo(10);
        assertThat(receiver.lastHeartbeat().getJsonObject("queue").getInteger("limit"))
                .isEqualTo(100);
    }

    /** Returns what both runs have printed. */
    private String runsTwice(String old, String log) throws Exception {
        Path file = Files.writeString(folder.resolve("agent.json"), old.formatted(receiver.url()));
        String first = runs(file);
        String upgraded = Files.readString(file);
        assertThat(new JsonObject(upgraded).getInteger("config_version")).isEqualTo(2);
        assertThat(folder.resolve("agent.json.bak")).content().isEqualTo(old.formatted(receiver.url()));

        String second = runs(file);
        assertThat(file).content().as("after the second start").isEqualTo(upgraded);
        assertThat(second).doesNotContain("old configuration file upgraded");
        assertThat(Files.readString(folder.resolve("logs").resolve(log))).isNotEmpty();
        return first + second;
    }

    @ParameterizedTest
    @ValueSource(strings = {FIRST, SECOND})
    void aFileThatNobodyMayWriteRunsInMemory(String old) throws Exception {
        Path file = Files.writeString(folder.resolve("agent.json"), old.formatted(receiver.url()));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r--r--"));
        runs(file);
        runs(file);
        assertThat(file).content().isEqualTo(old.formatted(receiver.url()));
        assertThat(folder.resolve("agent.json.bak")).doesNotExist();
    }

    /** Until the target's broken certificate and status are a success, as they were for the first agent. */
    private String runs(Path file) throws Exception {
        userAgents.clear();
        receiver.heartbeats.clear();
        int before = receiver.distinct();
        try (AgentProcess agent = AgentProcess.run(folder, "-conf", file.toString())) {
            await().atMost(PATIENCE).until(() -> receiver.distinct() > before && !receiver.heartbeats.isEmpty());
            assertThat(agent.terminate(30)).isZero();
            JsonObject result = receiver.lastResult;
            assertThat(result.getString("agent_id")).isEqualTo("gz-001");
            assertThat(result.getString("agent_area")).isEqualTo("广州");
            assertThat(result.getString("status")).isEqualTo("success");
            assertThat(result.getString("message")).isEqualTo("HTTP请求成功，状态码: 500");
            assertThat(userAgents).containsExactly("IT-Dialer-Agent/1.0");
            return agent.output();
        }
    }

    private int pool(String key) {
        return receiver.lastHeartbeat().getJsonObject("thread_pool").getInteger(key);
    }
}
