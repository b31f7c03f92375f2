package io.dialer.agent.system;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An agent's HTTP server, as a client sees it. */
final class Api implements AutoCloseable {
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final String base;
    private final @Nullable String token;

    Api(int port, @Nullable String token) {
        this.base = "http://127.0.0.1:" + port;
        this.token = token;
    }

    /** An answer's status and body. */
    record Answer(int status, JsonObject body) {
        JsonObject object() {
            return body.getJsonObject("data");
        }

        List<JsonObject> list() {
            JsonArray list = object().getJsonArray("list");
            return list.stream().map(JsonObject.class::cast).toList();
        }

        long total() {
            return object().getLong("total");
        }
    }

    Answer call(String method, String path, @Nullable JsonObject body) throws IOException, InterruptedException {
        HttpResponse<String> response = send(method, path, body);
        return new Answer(response.statusCode(), new JsonObject(response.body()));
    }

    /** What is there that is no JSON. */
    String text(String path) throws IOException, InterruptedException {
        return send("GET", path, null).body();
    }

    private HttpResponse<String> send(String method, String path, @Nullable JsonObject body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path))
                .timeout(Duration.ofSeconds(10))
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body.encode()));
        request.header("Content-Type", "application/json");
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    Answer get(String path) throws IOException, InterruptedException {
        return call("GET", path, null);
    }

    /** True where the server is there and says so. */
    boolean ready() {
        try {
            return get("/health/ready").status() == 200;
        } catch (IOException notThere) {
            return false;
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
