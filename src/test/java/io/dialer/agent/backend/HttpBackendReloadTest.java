package io.dialer.agent.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dialer.agent.bus.Addresses;
import io.dialer.agent.bus.BackendReply;
import io.dialer.agent.bus.Bus;
import io.dialer.agent.bus.Delivery;
import io.dialer.agent.bus.DeliveryReply;
import io.dialer.agent.bus.RegisterRequest;
import io.dialer.agent.bus.TaskListRequest;
import io.dialer.agent.config.AgentConfig;
import io.dialer.agent.probe.net.Certificates;
import io.dialer.agent.testing.Configurations;
import io.dialer.agent.testing.Results;
import io.dialer.agent.testing.Waiting;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.net.ServerSocket;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The link to a real server while its configuration changes. */
class HttpBackendReloadTest {
    private final Vertx vertx = Vertx.vertx();
    private final Bus bus = new Bus(vertx);
    private final Queue<HttpServerRequest> unanswered = new ConcurrentLinkedQueue<>();
    private final AtomicReference<String> lastToken = new AtomicReference<>("");
    private volatile boolean silent;

    private record Running(Context context, HttpBackendVerticle backend) {
        void reconfigure(AgentConfig config) {
            Waiting.on(reconfigured(config));
        }

        Throwable refuses(AgentConfig config) {
            return Waiting.forFailureOf(reconfigured(config));
        }

        private Future<Void> reconfigured(AgentConfig config) {
            Promise<Void> done = Promise.promise();
            context.runOnContext(ignored -> backend.reconfigure(config).onComplete(done));
            return done.future();
        }
    }

    @AfterEach
    void closeVertx() {
        Waiting.on(vertx.close());
    }

    @Test
    void aPostUnderWayGetsItsAnswerAndTheNextOneHasTheNewToken() {
        int port = listen(new HttpServerOptions());
        Running running = deploy(config(port, "'api_token': 'one'"));
        silent = true;
        Future<DeliveryReply> underWay = deliver("first");
        await().until(() -> unanswered.size() == 1);
        running.reconfigure(config(port, "'api_token': 'two'"));
        silent = false;
        assertThat(Waiting.on(deliver("second")).verdict()).isEqualTo(DeliveryReply.Verdict.ACCEPTED);
        assertThat(lastToken.get()).isEqualTo("Bearer two");
        assertThat(underWay.isComplete()).isFalse();

        vertx.runOnContext(ignored -> unanswered.forEach(HttpBackendReloadTest::answer));
        assertThat(Waiting.on(underWay).verdict()).isEqualTo(DeliveryReply.Verdict.ACCEPTED);
    }

    @Test
    void anotherLimitForAnswersCountsFromTheNextCall() {
        int port = listen(new HttpServerOptions());
        Running running = deploy(config(port, "'backend': {'read_timeout': 60}"));
        running.reconfigure(config(port, "'backend': {'read_timeout': 0.2}"));
        silent = true;
        assertThat(Waiting.on(deliver("r")).verdict()).isEqualTo(DeliveryReply.Verdict.UNANSWERED);
    }

    @Test
    void aProxyIsUsedAndLeftAway() throws Exception {
        int port = listen(new HttpServerOptions());
        Running running = deploy(config(port, "'backend': {'proxy': 'none'}"));
        running.reconfigure(config(port, "'backend': {'proxy': 'http://127.0.0.1:%d'}".formatted(closedPort())));
        assertThat(Waiting.forFailureOf(register())).isNotNull();
        running.reconfigure(config(port, "'backend': {'proxy': 'none'}"));
        assertThat(Waiting.on(register()).success()).isTrue();
    }

    @Test
    void anotherAuthorityIsTrusted() throws Exception {
        X509Bundle server = Certificates.valid();
        int port = listen(new HttpServerOptions()
                .setSsl(true)
                .setKeyCertOptions(new PemKeyCertOptions()
                        .addCertValue(Buffer.buffer(server.getCertificatePathPEM()))
                        .addKeyValue(Buffer.buffer(server.getPrivateKeyPEM()))));
        String url = "{'server_url': 'https://localhost:%d', 'backend': {'proxy': 'none', 'tls': {%s}}}";
        Running running = deploy(Configurations.of(url.formatted(port, "")));
        assertThat(Waiting.forFailureOf(register())).isNotNull();
        running.reconfigure(Configurations.of(
                url.formatted(port, "'ca_file': '" + Certificates.file(Certificates.AUTHORITY) + "'")));
        assertThat(Waiting.on(register()).success()).isTrue();
        running.reconfigure(Configurations.of(url.formatted(port, "'verify': true")));
        assertThat(running.refuses(Configurations.of(url.formatted(port, "'ca_file': '/not/there.pem'"))))
                .hasMessageStartingWith("backend.tls.ca_file /not/there.pem cannot be used: ");
        assertThat(Waiting.forFailureOf(register())).isNotNull();
        running.reconfigure(Configurations.of(url.formatted(port, "'verify': false")));
        assertThat(Waiting.on(register()).success()).isTrue();
    }

    /** More of them than there are connections. */
    @Test
    void answersWithoutAnEndKeepNoConnection() {
        int port = Waiting.on(vertx.createHttpServer()
                        .requestHandler(request -> {
                            if (request.path().endsWith("/tasks/agent")) {
                                request.response().setChunked(true).exceptionHandler(cut -> {});
                                pour(request.response(), Buffer.buffer(" ".repeat(1 << 20)));
                            } else {
                                answer(request);
                            }
                        })
                        .listen(0, "localhost"))
                .actualPort();
        deploy(config(port, "'backend': {'concurrency': 1, 'proxy': 'none'}"));
        for (int call = 0; call < 5; call++) {
            assertThat(Waiting.forFailureOf(bus.ask(Addresses.BACKEND_TASKS, new TaskListRequest())))
                    .hasMessageContaining("larger than");
        }
        assertThat(Waiting.on(deliver("r")).verdict()).isEqualTo(DeliveryReply.Verdict.ACCEPTED);
    }

    private static void pour(HttpServerResponse answer, Buffer block) {
        answer.write(block).onSuccess(written -> pour(answer, block));
    }

    @Test
    void showsItsOwnCertificateWhereTheBackendAsksForOne() throws Exception {
        X509Bundle server = Certificates.valid();
        X509Bundle own = new CertificateBuilder()
                .ecp256()
                .subject("CN=agent")
                .addExtendedKeyUsageClientAuth()
                .buildIssuedBy(Certificates.AUTHORITY);
        String certificate = own.toTempCertChainPem().getPath();
        String key = own.toTempPrivateKeyPem().getPath();
        int port = listen(new HttpServerOptions()
                .setSsl(true)
                .setClientAuth(ClientAuth.REQUIRED)
                .setTrustOptions(new PemTrustOptions().addCertPath(Certificates.file(Certificates.AUTHORITY)))
                .setKeyCertOptions(new PemKeyCertOptions()
                        .addCertValue(Buffer.buffer(server.getCertificatePathPEM()))
                        .addKeyValue(Buffer.buffer(server.getPrivateKeyPEM()))));
        String url = "{'server_url': 'https://localhost:%d', 'backend': {'proxy': 'none', 'tls': {'verify': false%s}}}";
        Running running = deploy(Configurations.of(url.formatted(port, "")));
        assertThat(Waiting.forFailureOf(register())).isNotNull();
        running.reconfigure(Configurations.of(
                url.formatted(port, ", 'cert_file': '%s', 'key_file': '%s'".formatted(certificate, key))));
        assertThat(Waiting.on(register()).success()).isTrue();
        assertThat(running.refuses(Configurations.of(
                        url.formatted(port, ", 'cert_file': '%s', 'key_file': '/not/there'".formatted(certificate)))))
                .hasMessageStartingWith("backend.tls.key_file /not/there cannot be used: ");
    }

    private static int closedPort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static AgentConfig config(int port, String keys) {
        return Configurations.of(
                "{'server_url': 'http://127.0.0.1:%d', 'auth_required': true, %s}".formatted(port, keys));
    }

    private int listen(HttpServerOptions options) {
        return Waiting.on(vertx.createHttpServer(options)
                        .requestHandler(request -> {
                            lastToken.set(String.valueOf(request.getHeader("Authorization")));
                            if (silent) {
                                unanswered.add(request);
                            } else {
                                answer(request);
                            }
                        })
                        .listen(0, "localhost"))
                .actualPort();
    }

    private static void answer(HttpServerRequest request) {
        request.response()
                .setStatusCode(201)
                .end(new JsonObject()
                        .put("code", 0)
                        .put("data", new JsonObject())
                        .put("message", "ok")
                        .encode());
    }

    private Running deploy(AgentConfig config) {
        HttpBackendVerticle backend = new HttpBackendVerticle(config);
        AtomicReference<Context> context = new AtomicReference<>();
        Waiting.on(vertx.deployVerticle(own -> {
            context.set(own);
            BackendCalls.answerBy(new Bus(vertx), () -> backend);
            return backend.deploy(own);
        }));
        return new Running(Objects.requireNonNull(context.get()), backend);
    }

    private Future<BackendReply> register() {
        return bus.ask(Addresses.BACKEND_REGISTER, new RegisterRequest("host"));
    }

    private Future<DeliveryReply> deliver(String resultId) {
        return bus.ask(Addresses.BACKEND_DELIVER, new Delivery(List.of(Results.of("a", resultId))));
    }
}
