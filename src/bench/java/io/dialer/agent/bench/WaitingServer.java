package io.dialer.agent.bench;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Answers each call after a while, and knows how long it really waited with each. */
final class WaitingServer implements AutoCloseable {
    private static final int WAIT_MS = 5;
    private static final String ANSWER = "HTTP/1.1 200 OK\r\nContent-Length: 6\r\nConnection: close\r\n\r\nhello\n";

    private final Vertx vertx = Vertx.vertx();
    private final Map<String, Long> waitedNanos = new ConcurrentHashMap<>();
    private final int port;

    WaitingServer() {
        NetServer server = vertx.createNetServer().connectHandler(this::serve);
        port = server.listen(0, "127.0.0.1").await().actualPort();
    }

    private void serve(NetSocket socket) {
        socket.handler(request -> {
            long came = System.nanoTime();
            // GET /ID HTTP/1.1
            String line = request.getString(0, Math.min(request.length(), 40));
            String id = line.substring(5, line.indexOf(' ', 5));
            vertx.setTimer(WAIT_MS, timer -> {
                waitedNanos.put(id, System.nanoTime() - came);
                socket.end(Buffer.buffer(ANSWER));
            });
        });
        socket.exceptionHandler(cut -> {});
    }

    String url(String id) {
        return "http://127.0.0.1:" + port + "/" + id;
    }

    /** Between the request and the first byte of the answer, by this server's clock, in milliseconds. */
    double waitedMillis(String id) {
        return waitedNanos.getOrDefault(id, Long.MIN_VALUE) / 1e6;
    }

    @Override
    public void close() {
        vertx.close().await();
    }
}
