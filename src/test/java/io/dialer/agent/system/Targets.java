package io.dialer.agent.system;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;

/** Servers that are probed: one that accepts and closes, one that accepts and never answers, one that speaks HTTP. */
final class Targets implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx();
    private final NetServer open = vertx.createNetServer().connectHandler(socket -> {});
    private final NetServer mute = vertx.createNetServer().connectHandler(socket -> socket.handler(ignored -> {}));
    private final int httpPort;
    private volatile int usualStatus = 200;

    Targets() {
        open.listen(0, "127.0.0.1").await();
        mute.listen(0, "127.0.0.1").await();
        httpPort = vertx.createHttpServer()
                .requestHandler(request -> {
                    request.response()
                            .setStatusCode(Integer.parseInt(request.getParam("status", Integer.toString(usualStatus))));
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

    /** Makes this JVM's server answer quickly, so that what a probe measures is not its first answer. */
    Targets warm() throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            for (int call = 0; call < 20; call++) {
                client.send(
                        HttpRequest.newBuilder(URI.create(http("/?delay_ms=1"))).build(), BodyHandlers.discarding());
            }
        }
        return this;
    }

    /** How calls are answered from now on that do not say it themselves. */
    void answerWith(int status) {
        usualStatus = status;
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
