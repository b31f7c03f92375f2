package io.dialer.agent.system;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;

/** Servers that are probed: one that accepts and closes, one that accepts and never answers, one that speaks HTTP. */
final class Targets implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx();
    private final NetServer open = vertx.createNetServer().connectHandler(socket -> {});
    private final NetServer mute = vertx.createNetServer().connectHandler(socket -> socket.handler(ignored -> {}));
    private final int httpPort;

    Targets() {
        open.listen(0, "127.0.0.1").await();
        mute.listen(0, "127.0.0.1").await();
        httpPort = vertx.createHttpServer()
                .requestHandler(request -> {
                    long delay = Long.parseLong(request.getParam("delay_ms", "0"));
                    if (delay == 0) {
                        request.response().end("hello");
                    } else {
                        vertx.setTimer(delay, timer -> request.response().end("hello"));
                    }
                })
                .listen(0, "127.0.0.1")
                .await()
                .actualPort();
    }

    String open() {
        return "127.0.0.1:" + open.actualPort();
    }

    String mute() {
        return "http://127.0.0.1:" + mute.actualPort() + "/";
    }

    String http(String pathAndQuery) {
        return "http://127.0.0.1:" + httpPort + pathAndQuery;
    }

    @Override
    public void close() {
        vertx.close().await();
    }
}
