package io.dialer.agent.probe.type.grpc;

import io.dialer.agent.probe.net.Certificates;
import io.netty.pkitesting.X509Bundle;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.PemKeyCertOptions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.NullMarked;

/** A server of {@code grpc.health.v1.Health}: what it says of a service is the service's name, in lower case. */
@NullMarked
public final class HealthServer implements AutoCloseable {
    private static final int PREFIX = 5;

    private final Vertx vertx = Vertx.vertx();
    private final int port;
    private final List<Map.Entry<String, String>> headers = new CopyOnWriteArrayList<>();

    private HealthServer(HttpServerOptions options) {
        port = vertx.createHttpServer(options)
                .requestHandler(this::answer)
                .listen(0, "127.0.0.1")
                .await()
                .actualPort();
    }

    public static HealthServer start() {
        return new HealthServer(new HttpServerOptions());
    }

    /** By TLS, with a certificate of the tests' authority. */
    public static HealthServer startTls() throws Exception {
        X509Bundle bundle = Certificates.valid();
        return new HealthServer(new HttpServerOptions()
                .setSsl(true)
                .setUseAlpn(true)
                .setKeyCertOptions(new PemKeyCertOptions()
                        .setCertValue(Buffer.buffer(bundle.getCertificatePathPEM()))
                        .setKeyValue(Buffer.buffer(bundle.getPrivateKeyPEM()))));
    }

    public String authority() {
        return "127.0.0.1:" + port;
    }

    /** Of the last request. */
    List<Map.Entry<String, String>> headers() {
        return headers;
    }

    private void answer(HttpServerRequest request) {
        headers.clear();
        request.headers().forEach(header -> headers.add(Map.entry(header.getKey(), header.getValue())));
        request.body().onSuccess(body -> {
            // The prefix, then the name's tag and length, which is short.
            String service = body.length() <= PREFIX ? "serving" : body.getString(PREFIX + 2, body.length());
            answer(request.response().putHeader("content-type", "application/grpc+proto"), service);
        });
    }

    private static void answer(HttpServerResponse response, String service) {
        switch (service) {
            case "unknown" -> status(response, 0);
            case "serving" -> status(response, 1);
            case "not_serving" -> status(response, 2);
            case "service_unknown" -> status(response, 3);
            case "seventeen" -> status(response, 17);
            case "unimplemented" ->
                response.putHeader("grpc-status", "12")
                        .putHeader("grpc-message", "no such %E4%BD%A0")
                        .end();
            case "not_found" -> {
                response.putTrailer("grpc-status", "5").putTrailer("grpc-message", "unknown service");
                response.end();
            }
            case "more_fields" -> {
                // A text in field 2, then the status, then four bytes in field 3.
                Buffer message = Buffer.buffer(new byte[] {0x12, 1, 'x', 0x08, 1, 0x1d, 1, 2, 3, 4});
                end(response, message);
            }
            case "cut" -> end(response, Buffer.buffer(new byte[] {0x08, (byte) 0x80}));
            case "no_message" -> response.putTrailer("grpc-status", "0").end();
            case "no_status" -> response.end(framed(Buffer.buffer(new byte[] {0x08, 1})));
            case "http_503" -> response.setStatusCode(503).end();
            case "html" -> response.putHeader("content-type", "text/html").end("<p>");
            case "silent" -> {}
            default -> response.reset(2);
        }
    }

    private static void status(HttpServerResponse response, int status) {
        // As Protocol Buffers leaves out what is 0.
        end(response, status == 0 ? Buffer.buffer() : Buffer.buffer(new byte[] {0x08, (byte) status}));
    }

    private static void end(HttpServerResponse response, Buffer message) {
        response.putTrailer("grpc-status", "0").end(framed(message));
    }

    private static Buffer framed(Buffer message) {
        return Buffer.buffer().appendByte((byte) 0).appendInt(message.length()).appendBuffer(message);
    }

    @Override
    public void close() {
        vertx.close().await();
    }
}
