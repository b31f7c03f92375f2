package io.dialer.agent.probe.type;

import static org.assertj.core.api.Assertions.assertThat;

import io.dialer.agent.probe.Measurement;
import io.dialer.agent.probe.Outcome;
import io.dialer.agent.probe.net.Certificates;
import io.dialer.agent.probe.net.RawServer;
import io.vertx.core.json.JsonArray;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bodies without a length over TLS: where they end, by each of the engines. */
class TlsBodyEndTest {
    private static ProbeBench withBoringSsl;
    private static ProbeBench withTheJdksTls;
    private static String authority;

    @BeforeAll
    static void open() throws Exception {
        withBoringSsl = ProbeBench.withNativeTls(true);
        withTheJdksTls = ProbeBench.withNativeTls(false);
        authority = Certificates.file(Certificates.AUTHORITY);
    }

    @AfterAll
    static void close() {
        withBoringSsl.close();
        withTheJdksTls.close();
    }

    @ParameterizedTest
    @CsvSource({
        "TLSv1.2, NOTICE_AND_CLOSE, 0",
        "TLSv1.2, NOTICE_ONLY, 0",
        "TLSv1.2, CLOSE_ONLY, 1",
        "TLSv1.3, NOTICE_AND_CLOSE, 0",
        "TLSv1.3, NOTICE_ONLY, 0",
        "TLSv1.3, CLOSE_ONLY, 1",
    })
    void endsWithTheNoticeOrElseWithTheConnection(String protocol, Ending ending, int warnings) throws Exception {
        for (boolean nativeTls : List.of(true, false)) {
            SSLSocketFactory factory =
                    Certificates.serving(Certificates.valid()).getSocketFactory();
            try (RawServer server = RawServer.start(plain -> {
                // Not closed with its connection, or its notice would close both.
                SSLSocket tls = (SSLSocket) factory.createSocket(plain, null, false);
                tls.setEnabledProtocols(new String[] {protocol});
                RawServer.readRequest(tls);
                OutputStream out = tls.getOutputStream();
                out.write("HTTP/1.1 200 OK\r\n\r\nhello".getBytes(StandardCharsets.US_ASCII));
                out.flush();
                ending.end(plain, tls);
            })) {
                Measurement measured = (nativeTls ? withBoringSsl : withTheJdksTls)
                        .http(
                                "https://localhost:" + server.port(),
                                "{'timeout': 3, 'ca_file': '" + authority + "', 'body_matches': '^hello$'}");

                assertThat(measured.outcome())
                        .as("native %s: %s", nativeTls, measured.message())
                        .isEqualTo(Outcome.SUCCESS);
                assertThat(measured.details().getJsonArray("warnings", new JsonArray()))
                        .as("native %s", nativeTls)
                        .hasSize(warnings);
            }
        }
    }

    enum Ending {
        NOTICE_AND_CLOSE {
            @Override
            void end(Socket plain, SSLSocket tls) throws Exception {
                tls.shutdownOutput();
                plain.close();
            }
        },
        /** As OpenSSL's own programs: they wait for the client's notice. */
        NOTICE_ONLY {
            @Override
            void end(Socket plain, SSLSocket tls) throws Exception {
                tls.shutdownOutput();
                RawServer.hang(plain);
            }
        },
        CLOSE_ONLY {
            @Override
            void end(Socket plain, SSLSocket tls) throws Exception {
                plain.shutdownOutput();
                RawServer.hang(plain);
            }
        };

        abstract void end(Socket plain, SSLSocket tls) throws Exception;
    }
}
