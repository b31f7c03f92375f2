package io.dialer.agent.probe.type;

import static org.assertj.core.api.Assertions.assertThat;

import io.dialer.agent.probe.Measurement;
import io.dialer.agent.probe.net.Certificates;
import io.dialer.agent.probe.net.CutRelay;
import io.dialer.agent.probe.net.RawServer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that stops after each octet it might stop after, and stays or leaves. */
class CutAnywhereIT {
    private static final String HEAD = "HTTP/1.1 200 OK\r\nContent-Length: 40\r\n\r\n";
    private static final String BODY = "0123456789".repeat(4);
    private static final int AT_ONCE = 250;
    private static final double TIMEOUT_SECONDS = 1.5;
    /** As much as 250 ends at once need on a busy machine. */
    private static final double LATE_SECONDS = 0.5;

    private static ProbeBench bench;
    private static SSLContext serving;

    @BeforeAll
    static void open() throws Exception {
        bench = ProbeBench.ofSystem();
        // The lengths of its signatures do not vary.
        serving = Certificates.serving(Certificates.server(-1, 90).rsa2048().buildIssuedBy(Certificates.AUTHORITY));
    }

    @AfterAll
    static void close() {
        bench.close();
    }

    /** After how many octets each phase begins. */
    private record Turns(int firstByte, int transfer, int end) {
        String phaseAt(int octets) {
            if (octets < firstByte) {
                return "tls";
            }
            return octets < transfer ? "first_byte" : octets < end ? "transfer" : "";
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "TLSv1.2", "TLSv1.3"})
    void endsInThePhaseThatWasReached(String protocol) throws Exception {
        RawServer.Behaviour answering = connection -> {
            if (connection instanceof SSLSocket tls) {
                tls.setEnabledProtocols(new String[] {protocol});
            }
            RawServer.readRequest(connection);
            RawServer.send(connection, HEAD);
            RawServer.send(connection, BODY);
            RawServer.hang(connection);
        };
        try (RawServer server =
                protocol.isEmpty() ? RawServer.start(answering) : RawServer.startTls(serving, answering)) {
            Turns turns = turnsOf(server, protocol);
            System.out.println("CutAnywhereIT: " + protocol + " " + turns);
            List<Callable<Void>> runs = new ArrayList<>();
            for (int octets = 0; octets <= turns.end(); octets++) {
                int upTo = octets;
                runs.add(() -> cut(server, protocol, upTo, turns, "timeout", RawServer::hang));
                runs.add(() -> cut(server, protocol, upTo, turns, "failed", client -> {}));
            }
            all(runs);
        }
    }

    private static Turns turnsOf(RawServer server, String protocol) throws Exception {
        if (protocol.isEmpty()) {
            return new Turns(0, 1, HEAD.length() + BODY.length());
        }
        CutRelay whole = new CutRelay(server.port(), Integer.MAX_VALUE, client -> {});
        try (RawServer relay = RawServer.start(whole)) {
            assertThat(probe(relay, protocol).outcome().wireName()).isEqualTo("success");
        }
        List<Integer> atWrites = whole.passedAtClientsWrites();
        int flight = atWrites.get(1);
        boolean tls13 = protocol.equals("TLSv1.3");
        int shaken = tls13
                ? flight
                : atWrites.stream()
                        .filter(passed -> passed > flight)
                        .findFirst()
                        .orElseThrow();
        // Then come a session ticket, which is part of the handshake before TLS 1.3, and what the server says.
        List<Integer> after = endsOfRecords(whole.passed()).stream()
                .filter(end -> end > shaken)
                .skip(tls13 ? 1 : 0)
                .toList();
        return new Turns(shaken, after.getFirst(), after.get(1));
    }

    /** RFC 8446, section 5.1: type, version, length. */
    private static List<Integer> endsOfRecords(byte[] octets) {
        List<Integer> ends = new ArrayList<>();
        int at = 0;
        while (at < octets.length) {
            at += 5 + ((octets[at + 3] & 0xFF) << 8) + (octets[at + 4] & 0xFF);
            ends.add(at);
        }
        return ends;
    }

    private static Void cut(
            RawServer server, String protocol, int octets, Turns turns, String outcome, RawServer.Behaviour then)
            throws Exception {
        try (RawServer relay = RawServer.start(new CutRelay(server.port(), octets, then))) {
            Measurement measured = probe(relay, protocol);

            String phase = turns.phaseAt(octets);
            assertThat(measured.outcome().wireName() + " "
                            + (measured.failedPhase() == null
                                    ? ""
                                    : measured.failedPhase().wireName()))
                    .as("%d octets: %s", octets, measured.message())
                    .isEqualTo(phase.isEmpty() ? "success " : outcome + " " + phase);
            assertThat(measured.nanos() / 1e9).isLessThan(TIMEOUT_SECONDS + LATE_SECONDS);
        }
        return null;
    }

    private static Measurement probe(RawServer relay, String protocol) throws Exception {
        return bench.http(
                (protocol.isEmpty() ? "http://" : "https://") + relay.authority(),
                "{'verify': false, 'timeout': " + TIMEOUT_SECONDS + "}");
    }

    private static void all(List<Callable<Void>> runs) throws Exception {
        Semaphore free = new Semaphore(AT_ONCE);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Void>> ended = new ArrayList<>();
            for (Callable<Void> run : runs) {
                free.acquire();
                ended.add(threads.submit(() -> {
                    try {
                        return run.call();
                    } finally {
                        free.release();
                    }
                }));
            }
            for (Future<Void> each : ended) {
                each.get();
            }
        }
    }
}
