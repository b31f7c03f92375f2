package io.dialer.agent.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.dialer.agent.blackbox.ModuleFile;
import io.dialer.agent.blackbox.Modules;
import io.dialer.agent.bus.Addresses;
import io.dialer.agent.bus.Bus;
import io.dialer.agent.bus.RunOnce;
import io.dialer.agent.probe.Measurement;
import io.dialer.agent.probe.Outcome;
import io.dialer.agent.probe.ProbeResult;
import io.dialer.agent.probe.ProbeTask;
import io.dialer.agent.testing.Configurations;
import io.dialer.agent.testing.Results;
import io.dialer.agent.testing.Waiting;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProbeApiTest {
    private final Vertx vertx = Vertx.vertx();
    private final Bus bus = new Bus(vertx);
    private final WebClient client = WebClient.create(vertx);
    private final List<ProbeTask> tasks = new CopyOnWriteArrayList<>();
    private final int port;

    ProbeApiTest() throws Exception {
        Modules modules = ModuleFile.read(Path.of("b.yml"), """
                modules:
                  http_2xx: {prober: http, timeout: 3s}
                  strict: {prober: http, http: {fail_if_not_ssl: true, basic_auth: {username: u, password: s3cret}}}
                  named: {prober: http, http: {headers: {Host: www.example}}}
                  socket: {prober: websocket}
                """);
        bus.answer(Addresses.SCHEDULER_RUN, this::run);
        Router router = Router.router(vertx);
        new ProbeApi(bus, () -> modules, new Doorkeeper(new Access(Configurations.of("{}")))).addTo(router);
        port = Waiting.on(vertx.createHttpServer().requestHandler(router).listen(0, "127.0.0.1"))
                .actualPort();
    }

    private Future<ProbeResult> run(RunOnce request) {
        ProbeTask task = Objects.requireNonNull(request.task());
        tasks.add(task);
        if (task.target().equals("full")) {
            return Future.failedFuture("the pool's queue is full");
        }
        JsonObject details = new JsonObject().put("final_url", "http://h/").put("status_code", 200);
        Outcome outcome = task.target().equals("bad") ? Outcome.FAILED : Outcome.SUCCESS;
        return Future.succeededFuture(
                Results.lasting("http", Duration.ofSeconds(1), null, new Measurement(outcome, null, "so", details)));
    }

    @AfterEach
    void close() {
        Waiting.on(vertx.close());
    }

    @Test
    void runsTheTargetByTheModule() {
        HttpResponse<Buffer> answer = get("?target=h&hostname=www.example", "2.5");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.getHeader("Content-Type")).startsWith("text/plain; version=0.0.4");
        assertThat(answer.bodyAsString().lines()).contains("probe_success 1.0", "probe_duration_seconds 1.0");
        assertThat(tasks).singleElement().satisfies(task -> {
            assertThat(task.type()).isEqualTo("http");
            assertThat(task.target()).isEqualTo("h");
            assertThat(task.options().getDouble("timeout")).isEqualTo(2.0);
            assertThat(task.options().getJsonObject("headers").getString("Host"))
                    .isEqualTo("www.example");
        });
        assertThat(get("?target=bad", "10").bodyAsString()).contains("probe_success 0.0");
    }

    @Test
    void aModuleMayBeStricterThanTheProbe() {
        assertThat(get("?module=strict&target=h", "10").bodyAsString()).contains("probe_success 0.0");
        String debug = get("?module=strict&target=h&debug=true", "10").bodyAsString();
        assertThat(debug)
                .contains("the answer did not come over TLS", "probe_success 0.0", "\"outcome\" : \"success\"")
                .contains("\"password\" : \"***\"")
                .doesNotContain("s3cret");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                     | 10   | 400 | target: is missing",
                "?target=h&module=none  | 10   | 400 | module: \"none\" is not in the file scrape.blackbox_modules",
                "?target=h&module=socket | 10   | 400 | the prober \"websocket\" of socket is not in this version",
                "?target=h&module=named&hostname=shop.example | 10 | 400 | hostname: \"shop.example\" is not the header Host",
                "?target=h              | soon | 400 | X-Prometheus-Scrape-Timeout-Seconds: \"soon\" is not allowed",
                "?target=full           | 10   | 503 | the pool's queue is full",
            })
    void whatCannotBeProbedIsAProblem(String query, String timeout, int status, String expected) {
        HttpResponse<Buffer> answer = get(query, timeout);
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.bodyAsJsonObject().getString("detail")).contains(expected);
    }

    private HttpResponse<Buffer> get(String query, String timeout) {
        return Waiting.on(client.get(port, "127.0.0.1", "/probe" + query)
                .putHeader("X-Prometheus-Scrape-Timeout-Seconds", timeout)
                .send());
    }
}
