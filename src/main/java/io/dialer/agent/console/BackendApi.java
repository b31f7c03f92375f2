package io.dialer.agent.console;

import io.dialer.agent.bus.Addresses;
import io.dialer.agent.bus.Bus;
import io.dialer.agent.bus.EmbeddedCall;
import io.dialer.agent.bus.EmbeddedReply;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code /api/v1}: checks what the caller may do, and hands the call to the embedded backend. */
final class BackendApi {
    private static final Logger LOG = LoggerFactory.getLogger(BackendApi.class);
    private static final String BASE = "/api/v1";
    /** One way to write each path, so that what a call may do and what it does are decided by the same words. */
    private static final Pattern CANONICAL = Pattern.compile(BASE + "(/[A-Za-z-]+){1,2}|" + BASE + "/[A-Za-z-]+/[^/]+");

    private final Bus bus;
    private final Access access;
    private final WrongTokens wrongTokens;

    BackendApi(Bus bus, Access access, WrongTokens wrongTokens) {
        this.bus = bus;
        this.access = access;
        this.wrongTokens = wrongTokens;
    }

    void addTo(Router router) {
        router.route(BASE + "/*").handler(this::admit);
        router.route(BASE + "/results/batch")
                .handler(BodyHandler.create(false).setBodyLimit(EmbeddedCall.LARGEST_BATCH));
        router.route(BASE + "/*").handler(BodyHandler.create(false).setBodyLimit(EmbeddedCall.LARGEST_RESULT));
        router.route(BASE + "/*").handler(this::pass);
        router.route(BASE + "/*").failureHandler(this::failed);
    }

    /** Before the body is read: a stranger must not make us hold one. */
    private void admit(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (!access.servesBackend()) {
            context.fail(404);
            return;
        }
        if (!Access.sameOrigin(request.getHeader("Origin"), request.getHeader("Host"))) {
            refuse(context, 403, "calls from pages of other sites are not allowed");
            return;
        }
        if (!access.knownByName(Right.MANAGE, request.authority())) {
            refuse(context, 403, "this console has another name; allowed: localhost, or with console.token any");
            return;
        }
        if (!CANONICAL.matcher(request.path()).matches()) {
            refuse(context, 404, "nothing is at this path");
            return;
        }
        Right right;
        try {
            right = Right.of(request.method().name(), path(request));
        } catch (IllegalArgumentException broken) {
            refuse(context, 400, "the path has a broken percent-encoding");
            return;
        }
        String authorization = request.getHeader("Authorization");
        String address = WrongTokens.addressOf(request);
        if (authorization != null && wrongTokens.tooMany(address, System.nanoTime())) {
            context.response().putHeader("Retry-After", Long.toString(WrongTokens.PAUSE_SECONDS));
            refuse(context, 429, "too many wrong tokens came from your address; try again later");
        } else if (access.permits(right, authorization)) {
            // Bodies are JSON whatever they call themselves; a form would be taken apart, and fail where it is none.
            request.headers().remove("Content-Type");
            context.next();
        } else {
            if (authorization != null) {
                wrongTokens.add(address, System.nanoTime());
            }
            context.response().putHeader("WWW-Authenticate", "Bearer");
            refuse(context, 401, authorization == null ? "a token is needed" : "the token is not valid");
        }
    }

    private void pass(RoutingContext context) {
        HttpServerRequest request = context.request();
        Map<String, String> query;
        try {
            query = firstOfEach(request.params());
        } catch (IllegalArgumentException broken) {
            refuse(context, 400, "the query has a broken percent-encoding");
            return;
        }
        EmbeddedCall call = new EmbeddedCall(
                request.method().name(), path(request), query, context.body().buffer());
        bus.ask(Addresses.EMBEDDED_CALL, call)
                .onSuccess(reply -> answer(context, reply))
                .onFailure(failure -> refuse(context, 503, "the backend is starting or stopping"));
    }

    private void failed(RoutingContext context) {
        if (!access.servesBackend()) {
            context.next();
            return;
        }
        if (context.failure() instanceof HttpClosedException
                || context.response().closed()) {
            return; // The caller has gone, and with it whoever would want an answer.
        }
        int status = context.statusCode() < 400 ? 500 : context.statusCode();
        if (status == 413) {
            refuse(
                    context,
                    413,
                    "the body is too large; allowed: %d bytes, %d for a batch"
                            .formatted(EmbeddedCall.LARGEST_RESULT, EmbeddedCall.LARGEST_BATCH));
            return;
        }
        if (status == 500) {
            LOG.atError()
                    .addKeyValue("path", context.request().path())
                    .setCause(context.failure())
                    .log("a call broke");
        }
        refuse(context, status, "the call cannot be read");
    }

    private static void refuse(RoutingContext context, int status, String message) {
        answer(context, new EmbeddedReply(status, status, new JsonObject(), message));
    }

    private static void answer(RoutingContext context, EmbeddedReply reply) {
        if (context.response().closed()) {
            return;
        }
        context.response()
                .setStatusCode(reply.status())
                .putHeader("Content-Type", "application/json")
                .end(new JsonObject()
                        .put("code", reply.code())
                        .put("data", reply.content())
                        .put("message", reply.message())
                        .toBuffer());
    }

    private static String path(HttpServerRequest request) {
        return request.path().substring(BASE.length());
    }

    private static Map<String, String> firstOfEach(MultiMap parameters) {
        Map<String, String> query = new HashMap<>();
        parameters.forEach(parameter -> query.putIfAbsent(parameter.getKey(), parameter.getValue()));
        return query;
    }
}
