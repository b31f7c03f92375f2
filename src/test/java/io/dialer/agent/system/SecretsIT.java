package io.dialer.agent.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Secrets that stand in files of their own, as Kubernetes mounts them, exchanged while the agent runs. */
class SecretsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String SECRET = "s3cr3t";

    @TempDir
    Path folder;

    private final Vertx vertx = Vertx.vertx();
    private final Queue<String> results = new ConcurrentLinkedQueue<>();
    private final StringBuilder answers = new StringBuilder();
    private final Receiver receiver = Receiver.ofSingleResults();
    private volatile String lastAtTarget = "";
    private int version;

    @BeforeEach
    void listen() {
        HttpServer target = vertx.createHttpServer()
                .requestHandler(request -> {
                    lastAtTarget = request.getHeader("Authorization");
                    request.response().end("well");
                })
                .listen(0, "127.0.0.1")
                .await();
        receiver.withTasks(1, "http", "http://127.0.0.1:" + target.actualPort() + "/", new JsonObject());
        receiver.poison = result -> !results.add(result.encode());
    }

    @AfterEach
    void close() {
        receiver.close();
        vertx.close().await();
    }

    @Test
    void aSecretThatIsExchangedIsInTheNextRequestAndNoneIsEverShown() throws Exception {
        mount();
        int port = Ports.free();
        JsonObject config = AgentProcess.config("book", receiver.url())
                .put("api_token", reference("api"))
                .put(
                        "console",
                        new JsonObject()
                                .put("port", port)
                                .put("token", reference("console"))
                                .put("read_token", reference("reader")))
                .put("probes", new JsonObject("""
                        {"http": {"auth": {"type": "bearer", "token": "%s"}}}""".formatted(reference("target"))))
                .put("logging", new JsonObject().put("log_mode", "DEBUG"));
        try (ReloadRig rig = new ReloadRig("SecretsIT", folder, config)) {
            await().atMost(PATIENCE).until(() -> lastAtTarget.equals(bearer("target")) && !results.isEmpty());
            assertThat(receiver.lastAuthorization).isEqualTo(bearer("api"));
            for (int round = 0; round < 3; round++) {
                mount();
                rig.changedElsewhere();
                rig.sees("the backend's token", () -> receiver.lastAuthorization.equals(bearer("api")));
                rig.sees("the console's token", () -> answer(port, "console") == 200);
                assertThat(answer(port, "reader")).isEqualTo(200);
                rig.sees("the target's token", () -> lastAtTarget.equals(bearer("target")));
            }
            vanish();
            rig.changedElsewhere();
            rig.sees("a refusal", () -> rig.said("the configuration is refused") == 1);
            assertThat(answer(port, "console")).as("the last good ones stay").isEqualTo(200);
            mount();
            rig.changedElsewhere();
            rig.sees("the next ones", () -> answer(port, "console") == 200);

            // A mistake beside secrets: its message must not show them.
            rig.change("console.host", "${file:%s}".formatted(data().resolve("reader")));
            rig.change("thread_pool.max_workers", reference("api"));
            rig.sees("a second refusal", () -> rig.said("the configuration is refused") == 2);
            answer(port, "console");
            assertThat(rig.agent.terminate(30)).isZero();

            assertThat(rig.everythingSaid()).contains("agent stopped").doesNotContain(SECRET);
        }
        assertThat(answers.toString()).contains("refusal").doesNotContain(SECRET);
        assertThat(results).isNotEmpty().noneMatch(result -> result.contains(SECRET));
        assertThat(receiver.heartbeats)
                .isNotEmpty()
                .noneMatch(heartbeat -> heartbeat.encode().contains(SECRET));
    }

    private Path data() {
        return folder.resolve("secrets/..data");
    }

    private String reference(String name) {
        return "${file:%s}".formatted(data().resolve(name));
    }

    private String token(String name) {
        return "%s-%s-%d".formatted(SECRET, name, version);
    }

    private String bearer(String name) {
        return "Bearer " + token(name);
    }

    /** All of them at once, by a link that is put in the place of another. */
    private void mount() throws Exception {
        version++;
        Path next = Files.createDirectories(folder.resolve("secrets/version-" + version));
        for (String name : new String[] {"api", "console", "reader", "target"}) {
            Files.writeString(next.resolve(name), token(name) + "\n");
        }
        Path link = Files.createSymbolicLink(folder.resolve("secrets/..next"), next.getFileName());
        Files.move(link, data(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private void vanish() throws Exception {
        Files.delete(data());
    }

    private int answer(int port, String who) throws Exception {
        try (Api api = new Api(port, token(who))) {
            for (String path : new String[] {"outbox", "results", "outbox/dead"}) {
                answers.append(api.get("/api/agent/" + path).body().encode());
            }
            Api.Answer status = api.get("/api/agent/status");
            answers.append(status.body().encode());
            return status.status();
        }
    }
}
