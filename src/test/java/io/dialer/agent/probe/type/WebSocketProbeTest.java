package io.dialer.agent.probe.type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.dialer.agent.probe.InvalidOption;
import io.dialer.agent.probe.Measurement;
import io.dialer.agent.probe.Outcome;
import io.dialer.agent.probe.Phase;
import io.dialer.agent.probe.net.Certificates;
import io.dialer.agent.probe.net.RawServer;
import io.netty.pkitesting.X509Bundle;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.ServerWebSocketHandshake;
import io.vertx.core.http.WebSocketFrame;
import io.vertx.core.net.PemKeyCertOptions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebSocketProbeTest {
    private static Vertx vertx;
    private static ProbeBench bench;
    private static int plain;
    private static int secure;

    @BeforeAll
    static void open() throws Exception {
        vertx = Vertx.vertx();
        bench = ProbeBench.ofSystem();
        plain = listen(new HttpServerOptions());
        X509Bundle bundle = Certificates.valid();
        secure = listen(new HttpServerOptions()
                .setSsl(true)
                .setKeyCertOptions(new PemKeyCertOptions()
                        .setCertValue(Buffer.buffer(bundle.getCertificatePathPEM()))
                        .setKeyValue(Buffer.buffer(bundle.getPrivateKeyPEM()))));
    }

    @AfterAll
    static void close() {
        bench.close();
        vertx.close().await();
    }

    private static int listen(HttpServerOptions options) {
        return vertx.createHttpServer(options.addWebSocketSubProtocol("chat"))
                .webSocketHandshakeHandler(WebSocketProbeTest::admit)
                .webSocketHandler(WebSocketProbeTest::talk)
                .requestHandler(request -> request.response().setStatusCode(404).end())
                .listen(0, "127.0.0.1")
                .await()
                .actualPort();
    }

    private static void admit(ServerWebSocketHandshake handshake) {
        if (handshake.path().startsWith("/refuse/")) {
            var _ = handshake.reject(Integer.parseInt(handshake.path().substring("/refuse/".length())));
        } else if (handshake.path().equals("/token")
                && !"blue".equals(handshake.headers().get("X-Token"))) {
            var _ = handshake.reject(401);
        } else {
            var _ = handshake.accept();
        }
    }

    private static void talk(ServerWebSocket socket) {
        switch (socket.path()) {
            case "/echo" -> socket.textMessageHandler(text -> socket.writeTextMessage("echo " + text));
            case "/greeting" -> socket.writeTextMessage("hello").onSuccess(sent -> socket.writeTextMessage("ready 7"));
            case "/fragments" ->
                socket.writeFrame(WebSocketFrame.textFrame("one ", false))
                        .onSuccess(a -> socket.writeFrame(
                                        WebSocketFrame.continuationFrame(Buffer.buffer("two "), false))
                                .onSuccess(b -> socket.writeFrame(
                                        WebSocketFrame.continuationFrame(Buffer.buffer("three"), true))));
            case "/binary" -> socket.writeBinaryMessage(Buffer.buffer("octets"));
            case "/ping" ->
                socket.pongHandler(pong -> socket.writeTextMessage("ponged " + pong))
                        .writePing(Buffer.buffer("abc"));
            case "/close" -> socket.close((short) 1011, "out of order");
            case "/host" ->
                socket.writeTextMessage(String.valueOf(socket.headers().get("Host")));
            default -> {}
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /echo      | {}                                                            | success |
            /echo      | {'query_response': [{'send': 'a'}, {'expect': '^echo a$'}]}   | success |
            /greeting  | {'query_response': [{'expect': 'ready ([0-9])', 'send': 'x'}]} | success |
            /fragments | {'query_response': [{'expect': '^one two three$'}]}           | success |
            /binary    | {'query_response': [{'expect': '^octets$'}]}                  | success |
            /ping      | {'query_response': [{'expect': '^ponged abc$'}]}              | success |
            /token     | {'headers': {'X-Token': 'blue'}}                              | success |
            /host      | {'headers': {'Host': 'a.example'}, 'query_response': [{'expect': '^a.example$'}]} | success |
            /close     | {'query_response': [{'expect': 'x'}]}  | failed  | the server closed with code 1011, reason: out of order
            /echo      | {'timeout': 0.4, 'query_response': [{'expect': 'x'}]} | timeout | no answer in time: x
            /greeting  | {'timeout': 0.4, 'query_response': [{'expect': 'nowhere'}]} | failed | no line of the server matches nowhere; the last one: ready 7
            /token     | {}                                     | failed  | the server did not upgrade, status code: 401
            /refuse/404 | {}                                    | failed  | the server did not upgrade, status code: 404
            /refuse/503 | {}                                    | failed  | the server did not upgrade, status code: 503""")
    void whatIsSaidIsJudged(String path, String options, String outcome, String message) throws Exception {
        Measurement measured = bench.websocket("ws://127.0.0.1:" + plain + path, options);

        assertThat(measured.outcome().wireName()).as(measured.message()).isEqualTo(outcome);
        if (message != null) {
            assertThat(measured.message()).endsWith(message);
        }
        assertThat(measured.details().getInteger("close_code")).isEqualTo(path.equals("/close") ? 1011 : 0);
        double sum = measured.details().getJsonObject("phases").stream()
                .mapToDouble(phase -> ((Number) phase.getValue()).doubleValue())
                .sum();
        assertThat(Math.round(sum * 1e6)).isEqualTo(measured.nanos());
    }

    @Test
    void aSubprotocolIsAgreedOn() throws Exception {
        Measurement agreed = bench.websocket("ws://127.0.0.1:" + plain + "/echo", "{'subprotocol': ['other', 'chat']}");

        assertThat(agreed.outcome()).as(agreed.message()).isEqualTo(Outcome.SUCCESS);
        assertThat(agreed.details().getString("subprotocol")).isEqualTo("chat");
        assertThat(agreed.details().getInteger("status_code")).isEqualTo(101);
    }

    @Test
    void tlsIsJudgedAndShown() throws Exception {
        String url = "wss://127.0.0.1:" + secure + "/echo";
        Measurement trusted = bench.websocket(
                url,
                "{'ca_file': '%s', 'query_response': [{'send': 'a', 'expect': ''}]}"
                        .formatted(Certificates.file(Certificates.AUTHORITY)));
        Measurement untrusted = bench.websocket(url, "{}");

        assertThat(trusted.outcome()).as(trusted.message()).isEqualTo(Outcome.SUCCESS);
        assertThat(trusted.message()).isEqualTo("WebSocket " + url + " succeeded");
        assertThat(trusted.details().getJsonObject("certificate").getBoolean("valid"))
                .isTrue();
        assertThat(untrusted.failedPhase()).isEqualTo(Phase.TLS);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            wrong-key | does not follow the protocol
            not-http  | answer is not HTTP
            silence   | connection closed without an answer
            masked    | what the server sent is not WebSocket
            huge      | what the server sent is not WebSocket
            cut       | the connection ended without a close frame""")
    void aServerThatBreaksTheProtocolFails(String how, String message) throws Exception {
        try (RawServer server = RawServer.start(connection -> {
            String request = RawServer.readRequest(connection);
            String answer = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                    + "Sec-WebSocket-Accept: " + (how.equals("wrong-key") ? "x" : WebSocketAccept.of(request))
                    + "\r\n\r\n";
            switch (how) {
                case "not-http" -> RawServer.send(connection, "220 ready\r\n\r\n");
                case "silence" -> {}
                case "masked" -> RawServer.send(connection, answer + "\u0081\u0081abcdx");
                case "huge" -> RawServer.send(connection, answer + "\u0081\u007f\0\0\0\u0001\0\0\0\0");
                default -> RawServer.send(connection, answer);
            }
        })) {
            Measurement measured = bench.websocket(
                    "ws://" + server.authority() + "/", "{'timeout': 5, 'query_response': [{'expect': 'x'}]}");

            assertThat(measured.outcome()).as(measured.message()).isEqualTo(Outcome.FAILED);
            assertThat(measured.message()).contains(message);
        }
    }

    @Test
    void aClosedPortFails() throws Exception {
        assertThat(bench.websocket("ws://127.0.0.1:1/", "{}").failedPhase()).isEqualTo(Phase.CONNECT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1/", "127.0.0.1", "ws://", "ws://a b/"})
    void isNotMadeForATargetThatCannotBe(String target) {
        assertThatExceptionOfType(InvalidOption.class)
                .isThrownBy(() -> bench.websocket(target, "{}"))
                .withMessageStartingWith("target: ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {'subprotocol': 'a b'}                      | subprotocol
            {'headers': {'a b': 'c'}}                   | headers
            {'query_response': [{'starttls': true}]}    | query_response
            {'timeout': 'x'}                            | timeout""")
    void isNotMadeWithAnOptionThatCannotBe(String options, String option) {
        assertThatExceptionOfType(InvalidOption.class)
                .isThrownBy(() -> bench.websocket("ws://127.0.0.1/", options))
                .withMessageStartingWith(option + ": ");
    }
}
