package io.dialer.agent.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dialer.agent.bus.Addresses;
import io.dialer.agent.bus.AgentPhase;
import io.dialer.agent.bus.AgentStatus;
import io.dialer.agent.bus.Bus;
import io.dialer.agent.bus.EmbeddedReply;
import io.dialer.agent.bus.OutboxStatus;
import io.dialer.agent.config.ConfigException;
import io.dialer.agent.testing.Configurations;
import io.dialer.agent.testing.Waiting;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConsoleVerticleTest {
    private static final AgentStatus STATUS = new AgentStatus(
            new AgentStatus.Pool(1, 0, 0, 0, 0, 0, 0, 0),
            new AgentStatus.Tasks(0, 0, 0, 0, 0, 0),
            new AgentStatus.Lateness(0, 0, 0, 0));

    private final Vertx vertx = Vertx.vertx();
    private final Bus bus = new Bus(vertx);
    private final WebClient client = WebClient.create(vertx);
    private int port;

    @AfterEach
    void close() {
        Waiting.on(vertx.close());
    }

    @Test
    void isReadyOnlyBetweenStartAndStopAndWhileItsPartsAnswer() throws Exception {
        bus.answer(Addresses.SCHEDULER_STATUS, query -> Future.succeededFuture(STATUS));
        start("{'console': {'port': PORT}}");
        assertThat(get("/health/live").statusCode()).isEqualTo(200);
        assertThat(get("/health/ready").statusCode()).isEqualTo(503);

        bus.publish(Addresses.AGENT_PHASE, AgentPhase.RUNNING);
        assertThat(get("/health/ready").bodyAsString())
                .contains("\"id\":\"outbox\",\"status\":\"DOWN\"")
                .contains("\"id\":\"scheduler\",\"status\":\"UP\"");

        bus.answer(Addresses.OUTBOX_STATUS, query -> Future.succeededFuture(OutboxStatus.EMPTY));
        await().atMost(Duration.ofSeconds(5)).until(() -> get("/health/ready").statusCode() == 200);

        bus.publish(Addresses.AGENT_PHASE, AgentPhase.DRAINING);
        await().atMost(Duration.ofSeconds(5)).until(() -> get("/health/ready").statusCode() == 503);
        assertThat(get("/health/live").statusCode()).isEqualTo(200);
    }

    @Test
    void isAliveOnlyWhileTheSchedulerAnswers() throws Exception {
        start("{'console': {'port': PORT}}");

        bus.publish(Addresses.AGENT_PHASE, AgentPhase.RUNNING);

        await().atMost(Duration.ofSeconds(5)).until(() -> get("/health/live").statusCode() == 503);
    }

    @Test
    void handsACallToTheBackendAndItsEnvelopeBack() throws Exception {
        bus.answer(
                Addresses.EMBEDDED_CALL,
                call -> Future.succeededFuture(
                        new EmbeddedReply(201, 0, new JsonObject().put("call", call.toString()), "created")));
        start("{'console': {'port': PORT}}");

        HttpResponse<Buffer> answer = send(HttpMethod.POST, "/api/v1/tasks/a%20b?x=1%2B1&x=2", "{}");

        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(answer.getHeader("Content-Type")).isEqualTo("application/json");
        assertThat(answer.bodyAsJsonObject().getInteger("code")).isZero();
        assertThat(answer.bodyAsString()).contains("method=POST", "path=/tasks/a%20b", "x=1+1", "body={}");
    }

    @Test
    void aBodyIsJsonWhateverItCallsItself() throws Exception {
        bus.answer(
                Addresses.EMBEDDED_CALL,
                call -> Future.succeededFuture(new EmbeddedReply(200, 0, String.valueOf(call.body()), "ok")));
        start("{'console': {'port': PORT}}");

        for (String type : new String[] {"application/x-www-form-urlencoded", "text/plain", "multipart/form-data"}) {
            HttpResponse<Buffer> answer = Waiting.on(request(HttpMethod.POST, "/api/v1/tasks")
                    .putHeader("Content-Type", type)
                    .sendBuffer(Buffer.buffer("{\"name\": \"100 %\"}")));
            assertThat(answer.bodyAsJsonObject().getString("data")).as(type).isEqualTo("{\"name\": \"100 %\"}");
        }
    }

    @Test
    void aBackendThatDoesNotAnswerIsAnEnvelopeToo() throws Exception {
        start("{'console': {'port': PORT}}");

        HttpResponse<Buffer> answer = get("/api/v1/tasks");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.bodyAsJsonObject().getInteger("code")).isEqualTo(503);
    }

    @Test
    void asksForTokensBeforeAnythingElse() throws Exception {
        start("{'auth_required': true, 'api_token': 'a', 'console': {'port': PORT, 'token': 'c'}}");

        assertThat(get("/api/v1/tasks").statusCode()).isEqualTo(401);
        assertThat(get("/api/v1/tasks/agent").bodyAsJsonObject())
                .isEqualTo(new JsonObject()
                        .put("code", 401)
                        .put("data", new JsonObject())
                        .put("message", "a token is needed"));
        assertThat(Waiting.on(request(HttpMethod.GET, "/api/v1/tasks")
                                .bearerTokenAuthentication("wrong")
                                .send())
                        .bodyAsJsonObject()
                        .getString("message"))
                .isEqualTo("the token is not valid");
        assertThat(Waiting.on(request(HttpMethod.GET, "/api/v1/tasks")
                                .bearerTokenAuthentication("c")
                                .send())
                        .statusCode())
                .isEqualTo(503);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/nodes/register/",
                "/api/v1//nodes/register",
                "/api/v1/nodes//register",
                "//api/v1/nodes/register",
                "/x/../api/v1/nodes/register",
                "/api/v1/nodes/registe%72",
                "/api/v1/nodes%2Fregister"
            })
    void noOtherWayToWriteAPathGetsPastTheToken(String path) throws Exception {
        bus.answer(Addresses.EMBEDDED_CALL, call -> Future.succeededFuture(new EmbeddedReply(201, 0, null, "created")));
        start("{'auth_required': true, 'api_token': 'a', 'console': {'port': PORT}}");

        assertThat(send(HttpMethod.POST, path, "{}").statusCode()).isIn(401, 404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/tasks/%zz", "/api/v1/results?task_id=%zz"})
    void aBrokenPercentEncodingIsTheCallersMistake(String path) throws Exception {
        start("{'console': {'port': PORT}}");

        assertThat(get(path).statusCode()).isEqualTo(400);
        assertThat(get(path).getHeader("Content-Type")).contains("json");
    }

    @Test
    void refusesAPageWhoseNameWasMadeToMeanThisHost() throws Exception {
        start("{'console': {'port': PORT}}");

        HttpResponse<Buffer> answer = Waiting.on(request(HttpMethod.GET, "/api/v1/tasks")
                .virtualHost("evil.example")
                .send());

        assertThat(answer.statusCode()).isEqualTo(403);
    }

    @Test
    void leavesAPortToTheBackendThatIsOnIt() throws Exception {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        start("{'server_url': 'http://localhost:PORT', 'console': {'port': PORT}}");

        assertThat(Waiting.forFailureOf(request(HttpMethod.GET, "/health/live").send()))
                .isInstanceOf(IOException.class);
    }

    @Test
    void aCertificateThatIsNotThereIsTheConfigurationsMistake() {
        Throwable failure = Waiting.forFailureOf(vertx.deployVerticle(new ConsoleVerticle(
                Configurations.of("{'console': {'port': 0, 'tls': {'cert_file': '/no.pem', 'key_file': '/no.key'}}}"),
                "1.2",
                Path.of("no-modules.yml"))));

        assertThat(failure).isInstanceOf(ConfigException.class).hasMessageContaining("/no.pem");
    }

    @Test
    void refusesPagesOfOtherSites() throws Exception {
        start("{'console': {'port': PORT}}");

        assertThat(Waiting.on(request(HttpMethod.POST, "/api/v1/tasks")
                                .putHeader("Origin", "http://evil.example")
                                .sendBuffer(Buffer.buffer("{}")))
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void refusesABodyThatIsTooLarge() throws Exception {
        start("{'console': {'port': PORT}}");

        HttpResponse<Buffer> answer = send(HttpMethod.POST, "/api/v1/results", "x".repeat((4 << 20) + 1));
        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.bodyAsJsonObject().getString("message")).contains("4194304 bytes, 16777216 for a batch");

        assertThat(send(HttpMethod.POST, "/api/v1/results/batch", "x".repeat((4 << 20) + 1))
                        .statusCode())
                .isEqualTo(503);
        assertThat(send(HttpMethod.POST, "/api/v1/results/batch", "x".repeat((16 << 20) + 1))
                        .statusCode())
                .isEqualTo(413);
    }

    @Test
    void anUnknownPathIsAProblem() throws Exception {
        start("{'server_url': 'http://127.0.0.1:1', 'console': {'port': PORT}}");

        for (String path : new String[] {"/nothing", "/page/nothing", "/api/v1/health"}) {
            assertThat(get(path).statusCode()).as(path).isEqualTo(404);
            assertThat(get(path).getHeader("Content-Type")).isEqualTo("application/problem+json");
        }
    }

    @Test
    void aTakenPortFailsTheStartWhereOthersRelyOnIt() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String configuration = "{'console': {'port': %d}}".formatted(taken.getLocalPort());

            Throwable failure = Waiting.forFailureOf(vertx.deployVerticle(
                    new ConsoleVerticle(Configurations.of(configuration), "1.2", Path.of("no-modules.yml"))));

            assertThat(failure)
                    .isInstanceOf(ConsoleUnavailable.class)
                    .hasMessageContaining("console.port " + taken.getLocalPort())
                    .hasMessageContaining("in use");
        }
    }

    @Test
    void aTakenPortIsTriedAgainWhereTheBackendIsElsewhere() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = taken.getLocalPort();
            String configuration = "{'server_url': 'http://127.0.0.1:1', 'console': {'port': %d}}".formatted(port);
            Waiting.on(vertx.deployVerticle(
                    new ConsoleVerticle(Configurations.of(configuration), "1.2", Path.of("no-modules.yml"))));
        }

        await().atMost(Duration.ofSeconds(20)).ignoreExceptions().until(() -> {
            return get("/health/live").statusCode() == 200;
        });
    }

    @Test
    void noPortMeansNoServer() throws Exception {
        start("{'console': {'port': -1}}");

        assertThat(Waiting.forFailureOf(
                        client.get(8650, "127.0.0.1", "/health/live").send()))
                .isInstanceOf(IOException.class);
    }

    private void start(String configuration) throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        String filledIn = configuration.replace("PORT", Integer.toString(port));
        Waiting.on(vertx.deployVerticle(
                new ConsoleVerticle(Configurations.of(filledIn), "1.2", Path.of("no-modules.yml"))));
    }

    private HttpRequest<Buffer> request(HttpMethod method, String path) {
        return client.request(method, port, "127.0.0.1", path);
    }

    private HttpResponse<Buffer> get(String path) {
        return Waiting.on(request(HttpMethod.GET, path).send());
    }

    private HttpResponse<Buffer> send(HttpMethod method, String path, String body) {
        return Objects.requireNonNull(Waiting.on(request(method, path).sendBuffer(Buffer.buffer(body))));
    }
}
