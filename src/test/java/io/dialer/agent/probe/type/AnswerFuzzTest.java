package io.dialer.agent.probe.type;

import static org.assertj.core.api.Assertions.assertThat;

import io.dialer.agent.fuzz.Fuzz;
import io.dialer.agent.probe.Measurement;
import io.dialer.agent.probe.net.RawServer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Servers that answer anything, over a real connection. */
class AnswerFuzzTest {
    private static final String CONDITIONS =
            "'timeout': 0.2, 'body_matches': '(a|b)*c', 'valid_status_codes': [200, 204]";

    private static volatile byte[] next = new byte[0];
    private static ProbeBench bench;
    private static RawServer server;

    @BeforeAll
    static void open() throws Exception {
        bench = ProbeBench.ofSystem();
        server = RawServer.start(connection -> {
            String request = RawServer.readRequest(connection);
            connection.getOutputStream().write(withKey(request, next));
        });
    }

    /** A WebSocket's upgrade answers the key of its request. */
    private static byte[] withKey(String request, byte[] answer) throws Exception {
        String text = new String(answer, StandardCharsets.ISO_8859_1);
        return text.contains("{accept}")
                ? text.replace("{accept}", WebSocketAccept.of(request)).getBytes(StandardCharsets.ISO_8859_1)
                : answer;
    }

    @AfterAll
    static void close() throws Exception {
        server.close();
        bench.close();
    }

    @Test
    void anyHttpAnswerEndsByTheDeadline() {
        Fuzz.texts(
                List.of(
                        "HTTP/1.1 200 OK\r\nContent-Length: 8\r\nSet-Cookie: a=b; Path=/\r\n\r\n{\"a\": 1}",
                        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X\r\n\r\n4\r\nabcd\r\n0\r\nX: y\r\n\r\n",
                        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n",
                        "HTTP/1.1 302 Found\r\nLocation: /x?y=%20#z\r\nContent-Length: 0\r\n\r\n",
                        "HTTP/1.1 401 No\r\nWWW-Authenticate: Digest realm=\"r\", nonce=\"n\", qop=\"auth\"\r\n\r\n",
                        "HTTP/1.0 200 OK\r\nContent-Encoding: gzip\r\nContent-Type: text/html; charset=gbk\r\n\r\n\u001f\u008b\b"),
                input -> {
                    next = input;
                    ended(bench.http("http://" + server.authority() + "/", "{" + CONDITIONS + "}"));
                });
    }

    @Test
    void anyWebSocketAnswerEndsByTheDeadline() {
        String upgrade = """
                HTTP/1.1 101 Switching Protocols\r
                Upgrade: websocket\r
                Connection: Upgrade\r
                Sec-WebSocket-Accept: {accept}\r
                \r
                """;
        Fuzz.bytes(
                List.of(
                        frames(upgrade, "8105" + "68656c6c6f"),
                        frames(upgrade, "0103" + "68656c" + "8002" + "6c6f" + "8900" + "8802" + "03e8"),
                        frames(upgrade, "827e0100" + "78".repeat(256))),
                input -> {
                    next = input;
                    ended(bench.websocket(
                            "ws://" + server.authority() + "/",
                            "{'timeout': 0.2, 'query_response': [{'expect': 'hello', 'send': 'hi'}]}"));
                });
    }

    private static byte[] frames(String upgrade, String hex) {
        byte[] head = upgrade.getBytes(StandardCharsets.ISO_8859_1);
        byte[] frames = HexFormat.of().parseHex(hex);
        return ByteBuffer.allocate(head.length + frames.length)
                .put(head)
                .put(frames)
                .array();
    }

    private static void ended(Measurement measurement) {
        assertThat(measurement.message()).doesNotContain("internal fault");
    }
}
