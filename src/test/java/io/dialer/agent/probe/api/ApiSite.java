package io.dialer.agent.probe.api;

import io.dialer.agent.probe.net.Certificates;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.NullMarked;

/** A real server that answers as transactions need it: fixed answers, what was received, and doors that want a key. */
@NullMarked
final class ApiSite implements AutoCloseable {
    /** What {@code /json} answers, in this very form. */
    static final String JSON =
            "{\"code\": 0, \"ratio\": 1.50, \"name\": \"张三\", \"blank\": \"\", \"none\": null, \"ok\": true,"
                    + " \"list\": [], \"data\": {\"items\": [{\"id\": 7, \"tag\": \"a\"}, {\"id\": 9, \"tag\": \"b\"}]}}";

    private final Vertx vertx = Vertx.vertx();
    private final HttpServer plain;
    private final HttpServer other;
    private final HttpServer secured;
    private final DoorKeeper doors = new DoorKeeper();
    final AtomicInteger requests = new AtomicInteger();

    ApiSite() throws Exception {
        plain = listening(new HttpServerOptions());
        other = listening(new HttpServerOptions());
        var certificate = Certificates.valid();
        secured = listening(new HttpServerOptions()
                .setSsl(true)
                .setClientAuth(ClientAuth.REQUEST)
                .setTrustOptions(new PemTrustOptions().addCertPath(Certificates.file(Certificates.AUTHORITY)))
                .setKeyCertOptions(new PemKeyCertOptions()
                        .addCertPath(certificate.toTempCertChainPem().getPath())
                        .addKeyPath(certificate.toTempPrivateKeyPem().getPath())));
    }

    private HttpServer listening(HttpServerOptions options) {
        return vertx.createHttpServer(options)
                .requestHandler(this::answer)
                .listen(0, "127.0.0.1")
                .await();
    }

    /** Puts addresses in place of names in braces. */
    String filled(String text) {
        return text.replace("{site}", "http://127.0.0.1:" + plain.actualPort())
                .replace("{other}", "http://127.0.0.1:" + other.actualPort())
                .replace("{tls}", "https://localhost:" + secured.actualPort());
    }

    /** As if every token of OAuth 2 had been revoked. */
    void revokeTokens() {
        doors.forgetTokens();
    }

    private void answer(HttpServerRequest request) {
        requests.incrementAndGet();
        request.body().onSuccess(body -> {
            String door = doors.refusal(request, body);
            if (door != null) {
                request.response().setStatusCode(401);
                if (!door.isEmpty()) {
                    request.response().putHeader("WWW-Authenticate", door);
                }
                request.response().end("{\"let_in\": false}");
                return;
            }
            String path = request.path();
            if (path.startsWith("/status/")) {
                request.response()
                        .setStatusCode(Integer.parseInt(path.substring("/status/".length())))
                        .end();
            } else if (path.startsWith("/to/")) {
                redirect(request, filled(request.query()));
            } else {
                serve(request, path, body);
            }
        });
    }

    private void redirect(HttpServerRequest request, String location) {
        int status = Integer.parseInt(request.path().substring("/to/".length()));
        request.response()
                .setStatusCode(status)
                .putHeader("Location", location)
                .putHeader("Set-Cookie", "hop=one; Path=/")
                .end();
    }

    private void serve(HttpServerRequest request, String path, Buffer body) {
        var response = request.response();
        switch (path) {
            case "/json" ->
                response.putHeader("Content-Type", "application/json")
                        .putHeader("X-Count", "12")
                        .putHeader("X-Name", octets("a中"))
                        .putHeader("X-Empty", "")
                        .putHeader("Set-Cookie", "lang=zh-CN; Path=/")
                        .end(JSON);
            case "/text" ->
                response.putHeader("Content-Type", "text/plain; charset=gbk")
                        .end(Buffer.buffer("order 17: 已发货, total 12.50".getBytes(Charset.forName("GBK"))));
            case "/cookies" -> {
                List<String> set = List.of(
                        "session=s-0123456789; Path=/; HttpOnly",
                        "deep=d; Path=/cookies",
                        "safe=s; Secure",
                        "gone=g; Max-Age=0");
                response.headers().add("Set-Cookie", set);
                response.end("{}");
            }
            case "/large" -> response.end("x".repeat(100_000) + request.getParam("end", ""));
            case "/digits" -> response.end("9".repeat(3_000_000));
            case "/slow-head" -> vertx.setTimer(3_000, late -> response.end("late"));
            case "/slow-body" -> {
                response.putHeader("Content-Length", "10").write("first");
                vertx.setTimer(3_000, late -> response.end("later"));
            }
            case "/gone" -> request.connection().close();
            case "/token" -> doors.token(request, body);
            case "/say" ->
                response.putHeader("Content-Type", request.getParam("type", "text/plain"))
                        .end(body);
            default ->
                response.putHeader("Content-Type", "application/json")
                        .end(echo(request, body).encode());
        }
    }

    /** What came in, as the server saw it. */
    private static JsonObject echo(HttpServerRequest request, Buffer body) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap();
        request.headers().forEach((name, value) -> headers.add(name, text(value)));
        return new JsonObject()
                .put("let_in", true)
                .put("method", request.method().name())
                .put("path", request.path())
                .put("query", new JsonObject(pairs(request.params())))
                .put("raw_query", request.query())
                .put("headers", new JsonObject(pairs(headers)))
                .put("client", clientName(request))
                .put("body", body.toString());
    }

    /** Vert.x writes and reads header text octet by octet. */
    private static String octets(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    private static String text(String octets) {
        return new String(octets.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    private static String clientName(HttpServerRequest request) {
        try {
            return request.sslSession() == null
                    ? ""
                    : request.sslSession().getPeerPrincipal().getName();
        } catch (SSLPeerUnverifiedException nobody) {
            return "";
        }
    }

    private static Map<String, Object> pairs(MultiMap map) {
        Map<String, Object> pairs = new LinkedHashMap<>();
        map.names().forEach(name -> {
            var values = map.getAll(name);
            pairs.put(name.toLowerCase(Locale.ROOT), values.size() == 1 ? values.getFirst() : new JsonArray(values));
        });
        return pairs;
    }

    @Override
    public void close() {
        vertx.close().await();
    }
}
