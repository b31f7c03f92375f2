package io.dialer.agent.console;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;

/** Lets callers in, or tells them as a problem why not. Used on one event loop. */
final class Doorkeeper {
    private final Access access;
    private final WrongTokens wrongTokens;

    Doorkeeper(Access access) {
        this(access, new WrongTokens());
    }

    /** One that counts with others. */
    Doorkeeper(Access access, WrongTokens wrongTokens) {
        this.access = access;
        this.wrongTokens = wrongTokens;
    }

    /** Hands the call on to the next handler, or answers it. */
    void admit(RoutingContext context, Right right) {
        HttpServerRequest request = context.request();
        String authorization = request.getHeader("Authorization");
        String address = WrongTokens.addressOf(request);
        long now = System.nanoTime();
        if (!Access.sameOrigin(request.getHeader("Origin"), request.getHeader("Host"))) {
            Problem.answer(context, 403, "calls from pages of other sites are not allowed");
        } else if (!access.knownByName(right, request.authority())) {
            Problem.answer(
                    context, 403, "this console has another name; allowed: localhost, or with console.token any");
        } else if (authorization != null && wrongTokens.tooMany(address, now)) {
            context.response().putHeader("Retry-After", Long.toString(WrongTokens.PAUSE_SECONDS));
            Problem.answer(context, 429, "too many wrong tokens came from your address; try again later");
        } else if (access.permits(right, authorization)) {
            context.next();
        } else {
            if (authorization != null) {
                wrongTokens.add(address, now);
            }
            context.response().putHeader("WWW-Authenticate", "Bearer");
            Problem.answer(context, 401, authorization == null ? "a token is needed" : "the token is not valid");
        }
    }
}
