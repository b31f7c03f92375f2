package io.dialer.agent.system;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.SelfSignedCertificate;
import java.util.LinkedHashMap;
import java.util.Map;

/** The servers that the documents speak of: a page of an intranet, a shop with a sign-in, a public site. */
final class DocumentedTargets implements AutoCloseable {
    private static final String PASSWORD = "of-the-documents";
    private static final String TOKEN = "token-of-the-shop";

    private final Vertx vertx = Vertx.vertx();
    private final HttpServer plain = listen(new HttpServerOptions());
    private final HttpServer secure;
    private final Map<String, String> names = new LinkedHashMap<>();

    DocumentedTargets() {
        SelfSignedCertificate certificate = SelfSignedCertificate.create("www.example.org");
        secure = listen(new HttpServerOptions().setSsl(true).setKeyCertOptions(certificate.keyCertOptions()));
        String address = "127.0.0.1:" + plain.actualPort();
        names.put("https://intranet.example/", "http://" + address + "/");
        names.put("https://shop.example/api", "http://" + address + "/api");
        names.put("127.0.0.1:8080", address);
        names.put("127.0.0.1:5432", address);
        names.put("\"www.example.org\", \"-p\", \"443\"", "\"127.0.0.1\", \"-p\", \"" + secure.actualPort() + "\"");
    }

    private HttpServer listen(HttpServerOptions options) {
        return vertx.createHttpServer(options)
                .requestHandler(request -> request.body().onSuccess(body -> answer(request, body)))
                .listen(0, "127.0.0.1")
                .await();
    }

    /** The text with the servers' real addresses. */
    String mapped(String text) {
        String mapped = text;
        for (Map.Entry<String, String> name : names.entrySet()) {
            mapped = mapped.replace(name.getKey(), name.getValue());
        }
        return mapped;
    }

    /** Where Debian has plugins of Nagios. */
    String commandFolder() {
        return "/usr/lib/nagios/plugins";
    }

    /** The system variable that the shop's task names. */
    static JsonObject shopPassword() {
        return new JsonObject()
                .put("name", "$shop_password")
                .put("value", PASSWORD)
                .put("is_secret", true);
    }

    private static void answer(HttpServerRequest request, Buffer body) {
        switch (request.method() + " " + request.path()) {
            case "POST /api/login" -> {
                boolean known = body.toJsonObject().getString("password").equals(PASSWORD);
                request.response()
                        .setStatusCode(known ? 200 : 403)
                        .end(new JsonObject().put("token", TOKEN).encode());
            }
            case "GET /api/orders" ->
                request.response()
                        .setStatusCode(signedIn(request) ? 200 : 401)
                        .end(new JsonObject().put("total", 3).encode());
            case "DELETE /api/login" ->
                request.response().setStatusCode(signedIn(request) ? 204 : 401).end();
            default -> request.response().end("Welcome, 欢迎");
        }
    }

    private static boolean signedIn(HttpServerRequest request) {
        return ("Bearer " + TOKEN).equals(request.getHeader("Authorization"));
    }

    @Override
    public void close() {
        vertx.close().await();
    }
}
