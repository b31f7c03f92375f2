package io.dialer.agent.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.dialer.agent.testing.Waiting;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PageTest {
    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = HttpClient.newHttpClient();
    private int port;

    @BeforeEach
    void listen() {
        Router router = Router.router(vertx);
        new Page().addTo(router);
        HttpServer server =
                Waiting.on(vertx.createHttpServer().requestHandler(router).listen(0, "127.0.0.1"));
        port = server.actualPort();
    }

    @AfterEach
    void close() {
        client.close();
        Waiting.on(vertx.close());
    }

    @ParameterizedTest
    @CsvSource({
        "/page/, text/html",
        "/page/app.js, text/javascript",
        "/page/views/overview.js, text/javascript",
        "/page/css/base.css, text/css",
        "/page/icon.svg, image/svg+xml",
        "/uplot/uPlot.esm.js, text/javascript",
        "/uplot/uPlot.min.css, text/css"
    })
    void itsFilesAreOpenAndGuarded(String path, String type) throws Exception {
        HttpResponse<String> answer = get(path, "GET");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(header(answer, "content-type")).startsWith(type);
        assertThat(header(answer, "content-security-policy"))
                .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
                .doesNotContain("unsafe");
        assertThat(header(answer, "x-content-type-options")).isEqualTo("nosniff");
        assertThat(header(answer, "cache-control")).isEqualTo("no-cache");
        assertThat(get(path, "HEAD").statusCode()).isEqualTo(200);
    }

    @Test
    void theConsolesAddressLeadsThere() throws Exception {
        HttpResponse<String> answer = get("/", "GET");
        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(header(answer, "location")).isEqualTo("/page/");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/page/../openapi.yaml",
                "/page/%2e%2e/openapi.yaml",
                "/page/..%2fopenapi.yaml",
                "/uplot/..%2f..%2f..%2f..%2f..%2flogback.xml",
                "/page/nothing.js"
            })
    void nothingElseIsServed(String path) throws Exception {
        assertThat(get(path, "GET").statusCode()).isEqualTo(404);
    }

    private HttpResponse<String> get(String path, String method) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .build(),
                BodyHandlers.ofString());
    }

    private static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }
}
