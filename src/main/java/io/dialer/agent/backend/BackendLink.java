package io.dialer.agent.backend;

import io.dialer.agent.bus.BackendReply;
import io.dialer.agent.bus.DeliveryReply;
import io.dialer.agent.bus.DeliveryReply.Verdict;
import io.dialer.agent.config.AgentConfig;
import io.dialer.agent.config.BackendConfig;
import io.dialer.agent.config.BackendIdentity;
import io.dialer.agent.config.Secret;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.EncodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.impl.ClientPhase;
import io.vertx.ext.web.client.impl.HttpContext;
import io.vertx.ext.web.client.impl.HttpRequestImpl;
import io.vertx.ext.web.client.impl.WebClientInternal;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP calls to a backend, with its token, limits and envelope. Redirects are not followed, so the token never goes
 * to another host. Used on one event loop.
 */
final class BackendLink {
    private static final String API = "/api/v1";
    /** Shorter than most servers keep idle connections, so that a post rarely meets one that is closing. */
    private static final int IDLE_SECONDS = 4;

    private final BackendConfig config;
    private final String baseUrl;
    private final @Nullable Secret token;
    private final HttpClientAgent client;
    private final WebClient webClient;
    private @Nullable String localAddress;
    private int calls;
    private boolean closing;

    /**
     * Opens the link of a configuration; fails with a reason where it cannot be used: one of its files is not there,
     * or the environment's proxy makes no sense.
     */
    static Future<BackendLink> open(Vertx vertx, AgentConfig agent) {
        return LinkCertificates.read(vertx, agent.backend()).map(files -> new BackendLink(vertx, agent, files));
    }

    private BackendLink(Vertx vertx, AgentConfig agent, LinkCertificates certificates) {
        this.config = agent.backend();
        this.baseUrl = agent.serverUrl() + API;
        this.token = BackendIdentity.of(agent).token();
        HttpClientOptions options = new HttpClientOptions()
                .setConnectTimeout((int) config.connectTimeout().toMillis())
                .setKeepAliveTimeout(IDLE_SECONDS)
                .setTrustAll(!config.verifyTls())
                .setVerifyHost(config.verifyTls());
        certificates.applyTo(options);
        ProxySettings.of(config.proxy(), URI.create(agent.serverUrl()), System.getenv())
                .ifPresent(options::setProxyOptions);
        client = vertx.httpClientBuilder()
                .with(options)
                // Two more than results may use, so that a heartbeat never waits behind them.
                .with(new PoolOptions().setHttp1MaxSize(config.concurrency() + 2))
                .withConnectHandler(
                        connection -> localAddress = connection.localAddress().hostAddress())
                .build();
        webClient = WebClient.wrap(client);
        ((WebClientInternal) webClient).addInterceptor(BackendLink::answerBegins);
    }

    /** True where two configurations have the same link. */
    static boolean isTheSame(AgentConfig one, AgentConfig other) {
        return BackendIdentity.of(one).equals(BackendIdentity.of(other))
                && one.backend().equals(other.backend());
    }

    /** Our own end of the connection to the backend; null as long as there was none. */
    @Nullable
    String localAddress() {
        return localAddress;
    }

    /** An answer that is the envelope, whatever it says. */
    record Answered(int status, Envelope envelope) {
        BackendReply asReply() {
            return new BackendReply(status, envelope.code(), envelope.message());
        }
    }

    /** A body that is given up must end its answer, which only the plain client's response can. */
    private static void answerBegins(HttpContext<?> context) {
        if (context.phase() == ClientPhase.RECEIVE_RESPONSE
                && context.request() instanceof HttpRequestImpl<?> request
                && request.bodyCodec() instanceof LimitedBody body) {
            body.begins(context.clientResponse());
        }
        context.next();
    }

    /** Posts a body and expects the envelope, whatever it says. */
    Future<Answered> post(String path, JsonObject body) {
        LimitedBody answer = LimitedBody.ofAnAnswer();
        return answered(
                        path,
                        answer,
                        authorized(webClient.postAbs(baseUrl + path)).as(answer).sendJsonObject(body))
                .compose(response -> Envelope.read(response.body())
                        .map(envelope -> Future.succeededFuture(new Answered(response.statusCode(), envelope)))
                        .orElseGet(() -> Future.failedFuture(noEnvelope(path, response.statusCode()))));
    }

    /** Whether anything answers, whatever it says. */
    Future<Boolean> answers(Duration patience) {
        LimitedBody answer = LimitedBody.ofAnAnswer();
        long most = Math.min(patience.toMillis(), config.readTimeout().toMillis());
        return counted(webClient
                .getAbs(baseUrl + "/health")
                .followRedirects(false)
                .timeout(most)
                .as(answer)
                .send()
                .map(response -> true)
                .timeout(config.connectTimeout().toMillis() + most, TimeUnit.MILLISECONDS)
                .onFailure(failure -> answer.giveUp())
                .otherwise(false));
    }

    /** Gets something and expects an envelope that says success. */
    Future<Envelope> get(String path, Map<String, String> query) {
        HttpRequest<Buffer> request = authorized(webClient.getAbs(baseUrl + path));
        query.forEach(request::addQueryParam);
        LimitedBody page = LimitedBody.ofAPage();
        return answered(path, page, request.as(page).send()).compose(response -> {
            Envelope envelope = Envelope.read(response.body()).orElse(null);
            if (envelope == null) {
                return Future.failedFuture(noEnvelope(path, response.statusCode()));
            }
            return response.statusCode() == 200 && envelope.code() == 0
                    ? Future.succeededFuture(envelope)
                    : Future.failedFuture(new BackendUnavailable(
                            response.statusCode(),
                            "%s answered %d, code %d: %s"
                                    .formatted(
                                            baseUrl + path,
                                            response.statusCode(),
                                            envelope.code(),
                                            envelope.message())));
        });
    }

    /** Reads what an answer to a post means. */
    interface Reading {
        DeliveryReply read(int status, Buffer body, @Nullable String retryAfter);
    }

    /**
     * Posts results. By the plain client, because only it tells whether a request was written whole: then the backend
     * may have them although no answer came.
     *
     * @param key the {@code Idempotency-Key}: the same for the same content
     */
    Future<DeliveryReply> deliver(String path, JsonObject body, String key, Reading reading) {
        AtomicBoolean written = new AtomicBoolean();
        Buffer encoded;
        try {
            encoded = body.toBuffer();
        } catch (EncodeException unwritable) {
            // Before a connection is taken, which nobody would give back; and no other time will do better.
            return Future.succeededFuture(
                    new DeliveryReply(Verdict.REFUSED, 0, reason(path, unwritable), Duration.ZERO));
        }
        RequestOptions options;
        try {
            options = request(path, key);
        } catch (RuntimeException impossible) {
            // The link's fault and no result's; its words may hold the token.
            return Future.succeededFuture(new DeliveryReply(
                    Verdict.UNREACHABLE, 0, baseUrl + path + ": a request cannot be made for it", Duration.ZERO));
        }
        return counted(client.request(options).compose(request -> exchange(request, encoded, written, reading)))
                .recover(failure -> Future.succeededFuture(new DeliveryReply(
                        written.get() ? Verdict.UNANSWERED : Verdict.UNREACHABLE,
                        0,
                        reason(path, failure),
                        Duration.ZERO)));
    }

    private RequestOptions request(String path, String key) {
        RequestOptions options = new RequestOptions().setMethod(HttpMethod.POST).setAbsoluteURI(baseUrl + path);
        options.putHeader("Content-Type", "application/json").putHeader("Idempotency-Key", key);
        if (token != null) {
            options.putHeader("Authorization", "Bearer " + token.reveal());
        }
        return options;
    }

    /** Calls under way get their answers first; after this there must be no new ones. */
    void closeWhenIdle() {
        closing = true;
        if (calls == 0) {
            client.close();
        }
    }

    private <T> Future<T> counted(Future<T> call) {
        calls++;
        return call.onComplete(done -> {
            calls--;
            if (closing && calls == 0) {
                client.close();
            }
        });
    }

    private Future<DeliveryReply> exchange(
            HttpClientRequest request, Buffer body, AtomicBoolean written, Reading reading) {
        Future<DeliveryReply> reply = request.response()
                .compose(response -> whole(response)
                        .map(answer -> reading.read(response.statusCode(), answer, response.getHeader("Retry-After"))));
        request.putHeader("Content-Length", Integer.toString(body.length()))
                .end(body)
                .onSuccess(done -> written.set(true));
        return reply.timeout(config.readTimeout().toMillis(), TimeUnit.MILLISECONDS)
                .onFailure(failure -> request.reset());
    }

    private static Future<Buffer> whole(HttpClientResponse response) {
        LimitedBody answer = LimitedBody.ofAnAnswer();
        answer.begins(response);
        LimitedBody.Gathering body = answer.stream();
        response.handler(body::write).exceptionHandler(body).endHandler(end -> body.end());
        return body.result();
    }

    private HttpRequest<Buffer> authorized(HttpRequest<Buffer> request) {
        request.followRedirects(false).timeout(config.readTimeout().toMillis());
        return token == null ? request : request.bearerTokenAuthentication(token.reveal());
    }

    private Future<HttpResponse<Buffer>> answered(
            String path, LimitedBody body, Future<HttpResponse<Buffer>> response) {
        Duration whole = config.connectTimeout().plus(config.readTimeout());
        return counted(response.timeout(whole.toMillis(), TimeUnit.MILLISECONDS)
                .onFailure(failure -> body.giveUp())
                .recover(failure -> failure instanceof TimeoutException
                        ? Future.failedFuture(failure)
                        : Future.failedFuture(new BackendUnavailable(reason(path, failure)))));
    }

    private BackendUnavailable noEnvelope(String path, int status) {
        return new BackendUnavailable(
                status, "%s answered %d without the backend's envelope".formatted(baseUrl + path, status));
    }

    private String reason(String path, Throwable failure) {
        String message = failure.getMessage();
        return "%s: %s"
                .formatted(baseUrl + path, message == null ? failure.getClass().getSimpleName() : message);
    }
}
