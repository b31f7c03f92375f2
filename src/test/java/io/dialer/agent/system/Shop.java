package io.dialer.agent.system;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A shop that wants a sign-in: a token that each request must bring along, and a session's cookie. */
final class Shop implements AutoCloseable {
    static final String TOKEN = "tok-5f2c9a7e1b";
    private static final String SESSION = "sess-0a1b2c3d4e5f";

    private final Vertx vertx = Vertx.vertx();
    private final HttpServer server;
    /** Methods and paths in the order in which they came. */
    final List<String> visits = new CopyOnWriteArrayList<>();

    volatile boolean inStock = true;

    Shop() {
        server = vertx.createHttpServer()
                .requestHandler(request -> request.body().onSuccess(body -> answer(request, body)))
                .listen(0, "127.0.0.1")
                .await();
    }

    String url() {
        return "http://127.0.0.1:" + server.actualPort();
    }

    private void answer(HttpServerRequest request, Buffer body) {
        visits.add(request.method() + " " + request.path());
        if (request.path().equals("/login")) {
            JsonObject given = body.toJsonObject();
            boolean known = given.getString("user").equals("ann")
                    && given.getString("password").equals("hunter2-张");
            request.response().putHeader("Set-Cookie", "session=" + SESSION + "; Path=/; HttpOnly");
            say(request, known ? 200 : 403, "{\"token\": \"" + TOKEN + "\", \"user\": {\"id\": 42, \"name\": \"张三\"}}");
        } else if (!signedIn(request)) {
            say(request, 401, "{\"error\": \"not signed in\"}");
        } else {
            switch (request.path()) {
                case "/users/42" ->
                    say(request, 200, "{\"id\": 42, \"orders\": [{\"sku\": \"a-1\", \"total\": 12.50}]}");
                case "/old" ->
                    request.response()
                            .setStatusCode(302)
                            .putHeader("Location", "/catalog?page=2")
                            .end();
                case "/catalog" -> {
                    request.response().putHeader("X-Total", "40");
                    say(request, 200, "{\"page\": " + request.getParam("page") + "}");
                }
                case "/cart" ->
                    say(
                            request,
                            201,
                            new JsonObject().put("form", body.toString()).encode());
                case "/note" -> {
                    request.response().putHeader("Content-Type", "text/plain; charset=utf-8");
                    request.response().end("noted: " + body);
                }
                case "/stock" -> say(request, inStock ? 200 : 409, "{\"in_stock\": " + inStock + "}");
                default -> say(request, 404, "{}");
            }
        }
    }

    private static boolean signedIn(HttpServerRequest request) {
        return ("Bearer " + TOKEN).equals(request.getHeader("Authorization"))
                && String.valueOf(request.getHeader("Cookie")).contains("session=" + SESSION);
    }

    private static void say(HttpServerRequest request, int status, String json) {
        request.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "application/json")
                .end(json);
    }

    @Override
    public void close() {
        vertx.close().await();
    }
}
