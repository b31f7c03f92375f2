package io.dialer.agent.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dialer.agent.probe.net.Certificates;
import io.dialer.agent.probe.net.RawServer;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two hundred servers at once that do their worst, beside some that are well, and an agent with little memory. */
class SmallHeapIT {
    private static final int EACH = 20;
    private static final int GOOD = 20;
    private static final int FIRST_GOOD = 10_000;
    private static final int LIMIT_SECONDS = 20;

    /** Nobody acts before all are connected. */
    private static final CountDownLatch CONNECTED = new CountDownLatch(EACH * 9);

    private static final byte[] BOMB = bomb();

    /** What a server does, and how a probe of it ends. */
    private record Villain(
            String outcome, String phase, JsonObject options, boolean tls, RawServer.Behaviour behaviour) {
        Villain(String outcome, String phase, RawServer.Behaviour behaviour) {
            this(outcome, phase, new JsonObject(), behaviour);
        }

        Villain(String outcome, String phase, JsonObject options, RawServer.Behaviour behaviour) {
            this(outcome, phase, options, false, behaviour);
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
            // Each time 10 MiB that somebody wants to look into.
            new Villain("error", "check", new JsonObject().put("body_matches", "end"), connection -> {
                readAndMeetTheOthers(connection);
                forEver(connection, "z".repeat(8_000), "HTTP/1.1 200 OK\r\nContent-Length: 1073741824\r\n\r\n");
            }),
            new Villain("timeout", "first_byte", connection -> {
                readAndMeetTheOthers(connection);
                RawServer.hang(connection);
            }),
            // A header a byte a second.
            new Villain("timeout", "transfer", connection -> {
                readAndMeetTheOthers(connection);
                RawServer.send(connection, "HTTP/1.1 200 OK\r\nX: ");
                while (true) {
                    RawServer.send(connection, "y");
                    LockSupport.parkNanos(1_000_000_000);
                }
            }),
            // A gigabyte that comes as a megabyte, looked into: there is no room for what it unpacks to.
            new Villain("error", "check", new JsonObject().put("body_matches", "end"), connection -> {
                readAndMeetTheOthers(connection);
                connection.getOutputStream().write(BOMB);
                RawServer.hang(connection);
            }),
            // Chunks without an end.
            new Villain("success", "", connection -> {
                readAndMeetTheOthers(connection);
                forEver(
                        connection,
                        "1000\r\n" + "c".repeat(0x1000) + "\r\n",
                        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            }),
            // To itself, as often as anybody goes along.
            new Villain("failed", "check", new JsonObject().put("max_redirects", 100), connection -> {
                RawServer.readRequest(connection);
                RawServer.send(
                        connection,
                        "HTTP/1.1 302 Found\r\nLocation: /again\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
            }),
            // A certificate of a megabyte and more.
            new Villain("failed", "tls", new JsonObject(), true, RawServer::hang));

    @TempDir
    Path folder;

    @Test
    void endsEachByItsDeadlineAndLives() throws Exception {
        List<RawServer> servers = new ArrayList<>();
        try (ContractBackend backend = ContractBackend.start();
                Targets targets = new Targets()) {
            for (Villain villain : VILLAINS) {
                servers.add(
                        villain.tls()
                                ? RawServer.startTls(Certificates.serving(giant()), villain.behaviour())
                                : RawServer.start(villain.behaviour()));
            }
            for (int id = 0; id < EACH * VILLAINS.size(); id++) {
                int which = id % VILLAINS.size();
                String scheme = VILLAINS.get(which).tls() ? "https://" : "http://";
                JsonObject options = VILLAINS.get(which).options().copy().put("timeout", LIMIT_SECONDS);
                backend.addTask(id, "http", scheme + servers.get(which).authority(), 600, options, "book");
            }
            for (int id = FIRST_GOOD; id < FIRST_GOOD + GOOD; id++) {
                backend.addTask(id, "tcp", targets.open(), 1, new JsonObject(), "book");
            }
            JsonObject config = AgentProcess.config("book", backend.url())
                    .put("thread_pool", new JsonObject().put("max_workers", EACH * VILLAINS.size() + GOOD))
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
                        .until(() -> ofVillains(backend).size() >= EACH * VILLAINS.size() || !agent.isAlive());
                assertThat(agent.output()).doesNotContain("OutOfMemoryError", "Exception");
                assertThat(agent.terminate(20)).isZero();
            }
            assertThat(CONNECTED.getCount()).isZero();
            assertThat(ofVillains(backend)).hasSize(EACH * VILLAINS.size()).allSatisfy(result -> {
                Villain villain = VILLAINS.get(Integer.parseInt(result.getString("task_id")) % VILLAINS.size());
                JsonObject details = result.getJsonObject("details");
                assertThat(details.getString("outcome")).as("%s", result).isEqualTo(villain.outcome());
                assertThat(details.getString("failed_phase", "")).isEqualTo(villain.phase());
                assertThat(result.getDouble("response_time")).isLessThan(LIMIT_SECONDS + 1);
            });
            assertThat(backend.results.stream()
                            .filter(result -> Integer.parseInt(result.getString("task_id")) >= FIRST_GOOD))
                    .allMatch(result -> result.getString("status").equals("success"));
            // One second may be left out while all are upon a JVM that has just started.
            assertThat(longestGapOfAGoodTask(backend)).isLessThan(2.5);
        } finally {
            for (RawServer server : servers) {
                server.close();
            }
        }
    }

    private static List<JsonObject> ofVillains(ContractBackend backend) {
        return backend.results.stream()
                .filter(result -> Integer.parseInt(result.getString("task_id")) < FIRST_GOOD)
                .toList();
    }

    /** Between the starts of two runs that are due a second apart, in seconds. */
    private static double longestGapOfAGoodTask(ContractBackend backend) {
        double longest = 0;
        for (int id = FIRST_GOOD; id < FIRST_GOOD + GOOD; id++) {
            String task = Integer.toString(id);
            List<LocalDateTime> starts = backend.results.stream()
                    .filter(result -> result.getString("task_id").equals(task))
                    .map(result -> LocalDateTime.parse(result.getString("created_at")))
                    .sorted()
                    .toList();
            assertThat(starts).as("runs of a good task").hasSizeGreaterThan(10);
            for (int run = 1; run < starts.size(); run++) {
                longest = Math.max(
                        longest,
                        Duration.between(starts.get(run - 1), starts.get(run)).toMillis() / 1000.0);
            }
        }
        System.out.printf("SmallHeapIT: a good task waited %.2f s at most for its next second%n", longest);
        return longest;
    }

    /** An answer that unpacks to a gigabyte. */
    private static byte[] bomb() {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(packed)) {
            byte[] nothing = new byte[1 << 20];
            for (int megabyte = 0; megabyte < 1 << 10; megabyte++) {
                zip.write(nothing);
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        byte[] head = ("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: " + packed.size() + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(head.length + packed.size())
                .put(head)
                .put(packed.toByteArray())
                .array();
    }

    private static X509Bundle giant() throws Exception {
        CertificateBuilder builder = Certificates.server(-1, 90);
        for (int name = 0; name < 40_000; name++) {
            builder.addSanDnsName("a-rather-long-name-%d.example.org".formatted(name));
        }
        return builder.buildIssuedBy(Certificates.AUTHORITY);
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
