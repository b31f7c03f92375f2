package io.dialer.agent.probe.type;

import static org.assertj.core.api.Assertions.assertThat;

import io.dialer.agent.probe.Measurement;
import io.dialer.agent.probe.net.Certificates;
import io.dialer.agent.probe.net.RawServer;
import java.io.IOException;
import java.net.Socket;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A server that falls silent, resets or talks nonsense, in each phase and each way of asking. */
class HttpSilencesTest {
    private static final String HEAD = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n01234";

    private static ProbeBench bench;
    private static String authority;

    @BeforeAll
    static void open() throws Exception {
        bench = ProbeBench.ofSystem();
        authority = Certificates.file(Certificates.AUTHORITY);
        // The first handshake of a JVM takes longer than the probes below may.
        try (RawServer server = RawServer.startTls(Certificates.serving(Certificates.valid()), RawServer::hang)) {
            bench.tls("localhost:" + server.port(), "{'ca_file': '" + authority + "'}");
        }
    }

    @AfterAll
    static void close() {
        bench.close();
    }

    /** What a server does once it has got as far as it wants to go. */
    enum Then {
        SILENT("timeout") {
            @Override
            void act(Socket connection) throws IOException {
                RawServer.hang(connection);
            }
        },
        RESET("failed") {
            @Override
            void act(Socket connection) throws IOException {
                // Else the reset may overtake what was sent before it.
                LockSupport.parkNanos(50_000_000);
                RawServer.reset(connection);
            }
        },
        GARBAGE("failed") {
            @Override
            void act(Socket connection) throws IOException {
                RawServer.send(connection, "\1\2\3\4 no such protocol \r\n\r\n".repeat(50));
                RawServer.hang(connection);
            }
        };

        private final String outcome;

        Then(String outcome) {
            this.outcome = outcome;
        }

        abstract void act(Socket connection) throws IOException;
    }

    /** How far a server goes along before it does that. */
    enum UpTo {
        TUNNEL("connect", "https://localhost:1", "'proxy': 'http://{at}'") {
            @Override
            void go(Socket connection) throws IOException {
                RawServer.readRequest(connection);
            }
        },
        HANDSHAKE("tls", "https://{at}", "'verify': false") {
            @Override
            void go(Socket connection) throws IOException {
                assertThat(connection.getInputStream().read(new byte[2_000])).isPositive();
            }
        },
        HANDSHAKE_IN_TUNNEL("tls", "https://localhost:1", "'proxy': 'http://{at}'") {
            @Override
            void go(Socket connection) throws IOException {
                RawServer.readRequest(connection);
                RawServer.send(connection, "HTTP/1.1 200 OK\r\n\r\n");
                assertThat(connection.getInputStream().read(new byte[2_000])).isPositive();
            }
        },
        REQUEST("first_byte", "http://{at}", "'method': 'GET'") {
            @Override
            void go(Socket connection) throws IOException {
                RawServer.readRequest(connection);
            }
        },
        REQUEST_BY_HTTP2("first_byte", "http://{at}", "'http_version': 2") {
            @Override
            void go(Socket connection) throws IOException {
                connection.getInputStream().readNBytes(100);
                connection.getOutputStream().write(new byte[] {0, 0, 0, 4, 0, 0, 0, 0, 0});
            }
        },
        REQUEST_OVER_TLS("first_byte", "https://localhost:{port}", "'ca_file': '{ca}'") {
            @Override
            void go(Socket connection) throws IOException {
                RawServer.readRequest(connection);
            }
        },
        BODY("transfer", "http://{at}", "'method': 'GET'") {
            @Override
            void go(Socket connection) throws IOException {
                RawServer.readRequest(connection);
                RawServer.send(connection, HEAD);
            }
        },
        BODY_OVER_TLS("transfer", "https://localhost:{port}", "'ca_file': '{ca}'") {
            @Override
            void go(Socket connection) throws IOException {
                RawServer.readRequest(connection);
                RawServer.send(connection, HEAD);
            }
        };

        private final String phase;
        private final String url;
        private final String option;

        UpTo(String phase, String url, String option) {
            this.phase = phase;
            this.url = url;
            this.option = option;
        }

        abstract void go(Socket connection) throws IOException;

        RawServer start(RawServer.Behaviour behaviour) throws Exception {
            return name().endsWith("_OVER_TLS")
                    ? RawServer.startTls(Certificates.serving(Certificates.valid()), behaviour)
                    : RawServer.start(behaviour);
        }

        String filled(String text, RawServer server) {
            return text.replace("{at}", server.authority())
                    .replace("{port}", Integer.toString(server.port()))
                    .replace("{ca}", authority);
        }
    }

    static Stream<Arguments> all() {
        // After a head any octets are a body, and nothing can be told from garbage.
        return Arrays.stream(UpTo.values())
                .flatMap(upTo -> Arrays.stream(Then.values())
                        .filter(then -> then != Then.GARBAGE || !upTo.name().startsWith("BODY"))
                        .map(then -> Arguments.of(upTo, then)));
    }

    @ParameterizedTest
    @MethodSource("all")
    void endByTheDeadlineInTheirPhase(UpTo upTo, Then then) throws Exception {
        try (RawServer server = upTo.start(connection -> {
            upTo.go(connection);
            then.act(connection);
        })) {
            Measurement measured = bench.http(
                    upTo.filled(upTo.url, server), upTo.filled("{'timeout': 1, " + upTo.option + "}", server));

            assertThat(measured.outcome().wireName()).as(measured.message()).isEqualTo(then.outcome);
            assertThat(measured.message()).doesNotContain("Exception");
            // What follows the request is the answer's first byte, whatever it is.
            boolean answered = then == Then.GARBAGE && upTo.phase.equals("first_byte") && upTo != UpTo.REQUEST_BY_HTTP2;
            assertThat(String.valueOf(measured.failedPhase()))
                    .as(measured.message())
                    .isEqualToIgnoringCase(answered ? "transfer" : upTo.phase);
            assertThat(measured.nanos() / 1_000_000).isLessThan(4_000L);
        }
    }
}
