package io.dialer.agent.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dialer.agent.probe.net.RawServer;
import io.vertx.core.json.JsonObject;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two hundred servers at once that do their worst, and an agent with little memory. */
class SmallHeapIT {
    private static final int EACH = 40;

    /** Nobody acts before all are connected. */
    private static final CountDownLatch CONNECTED = new CountDownLatch(200);

    /** What a server does, and how a probe of it ends. */
    private record Villain(String outcome, String phase, JsonObject options, RawServer.Behaviour behaviour) {
        Villain(String outcome, String phase, RawServer.Behaviour behaviour) {
            this(outcome, phase, new JsonObject(), behaviour);
        }
    }

    private static final List<Villain> VILLAINS = List.of(
            new Villain("timeout", "transfer", connection -> {
                readAndMeetTheOthers(connection);
                RawServer.send(connection, "HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n" + "x".repeat(100_000));
                RawServer.hang(connection);
            }),
            new Villain("failed", "transfer", connection -> {
                readAndMeetTheOthers(connection);
                forEver(connection, "X: " + "y".repeat(60) + "\r\n", "HTTP/1.1 200 OK\r\n");
            }),
            new Villain("failed", "first_byte", connection -> {
                readAndMeetTheOthers(connection);
                RawServer.reset(connection);
            }),
            new Villain("success", "", connection -> {
                readAndMeetTheOthers(connection);
                forEver(connection, "z".repeat(8_000), "HTTP/1.1 200 OK\r\nContent-Length: 1073741824\r\n\r\n");
            }),
            // Forty times 10 MiB that somebody wants to look into.
            new Villain("error", "check", new JsonObject().put("body_matches", "end"), connection -> {
                readAndMeetTheOthers(connection);
                forEver(connection, "z".repeat(8_000), "HTTP/1.1 200 OK\r\nContent-Length: 1073741824\r\n\r\n");
            }));

    @TempDir
    Path folder;

    @Test
    void endsEachByItsDeadlineAndLives() throws Exception {
        List<RawServer> servers = new ArrayList<>();
        try (ContractBackend backend = ContractBackend.start()) {
            for (Villain villain : VILLAINS) {
                servers.add(RawServer.start(villain.behaviour()));
            }
            for (int id = 0; id < EACH * VILLAINS.size(); id++) {
                int which = id % VILLAINS.size();
                String target = "http://" + servers.get(which).authority();
                JsonObject options = VILLAINS.get(which).options().copy().put("timeout", 20);
                backend.addTask(id, "http", target, 600, options, "book");
            }
            JsonObject config = AgentProcess.config("book", backend.url())
                    .put("thread_pool", new JsonObject().put("max_workers", EACH * VILLAINS.size()))
                    .put("logging", new JsonObject().put("log_mode", "ERROR"));
            Path file = Files.writeString(folder.resolve("agent.json"), config.encode());
            List<String> command = List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx64m",
                    "-jar",
                    Path.of(System.getProperty("agent.jar", "target/dialer-agent.jar"))
                            .toAbsolutePath()
                            .toString(),
                    "-conf",
                    file.toString());
            try (AgentProcess agent = AgentProcess.launch(folder, Map.of(), command)) {
                await().atMost(Duration.ofSeconds(90))
                        .until(() -> backend.results.size() >= EACH * VILLAINS.size() || !agent.isAlive());
                assertThat(agent.output()).doesNotContain("OutOfMemoryError", "Exception");
                assertThat(agent.terminate(20)).isZero();
            }
            assertThat(CONNECTED.getCount()).isZero();
            assertThat(backend.results).hasSize(EACH * VILLAINS.size()).allSatisfy(result -> {
                Villain villain = VILLAINS.get(Integer.parseInt(result.getString("task_id")) % VILLAINS.size());
                JsonObject details = result.getJsonObject("details");
                assertThat(details.getString("outcome")).isEqualTo(villain.outcome());
                assertThat(details.getString("failed_phase", "")).isEqualTo(villain.phase());
                assertThat(result.getDouble("response_time")).isLessThan(21);
            });
        } finally {
            for (RawServer server : servers) {
                server.close();
            }
        }
    }

    private static void readAndMeetTheOthers(Socket connection) throws Exception {
        RawServer.readRequest(connection);
        CONNECTED.countDown();
        CONNECTED.await();
    }

    private static void forEver(Socket connection, String block, String first) throws Exception {
        RawServer.send(connection, first);
        while (true) {
            RawServer.send(connection, block);
        }
    }
}
