package io.dialer.agent.testing;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;

/** A Vert.x whose sockets are of the kind that the agent itself uses. */
public final class ShippedVertx {
    private ShippedVertx() {}

    public static Vertx create() {
        Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
        if (!vertx.isNativeTransportEnabled()) {
            throw new IllegalStateException("no native transport", vertx.unavailableNativeTransportCause());
        }
        return vertx;
    }
}
