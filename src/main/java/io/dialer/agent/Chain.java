package io.dialer.agent;

import io.vertx.core.Context;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Verticles that start one after the other and stop in reverse, each only when the one after it has stopped. Vert.x stops
 * all children of a verticle at once and before the verticle itself, so each of these is deployed as the child of the one
 * before it: then the order holds however the end comes, by {@code undeploy}, {@code Vertx.close} or a launcher.
 */
final class Chain implements Deployable {
    private static final Logger LOG = LoggerFactory.getLogger(Chain.class);

    private final Deployable first;
    private final @Nullable Chain rest;

    private Chain(Deployable first, @Nullable Chain rest) {
        this.first = first;
        this.rest = rest;
    }

    /** A chain in the order of starting. */
    static Chain of(List<Deployable> verticles) {
        Chain rest = verticles.size() == 1 ? null : of(verticles.subList(1, verticles.size()));
        return new Chain(verticles.getFirst(), rest);
    }

    @Override
    public Future<?> deploy(Context context) throws Exception {
        Future<?> started = first.deploy(context);
        return rest == null ? started : started.compose(ignored -> deployRest(context, rest));
    }

    /** Vert.x stops nothing of a deployment that fails, so what has started before it is stopped here. */
    private Future<String> deployRest(Context context, Chain child) {
        return deployAsChild(context, child)
                .recover(failure -> stopFirst(context).transform(stopped -> Future.failedFuture(failure)));
    }

    private Future<?> stopFirst(Context context) {
        try {
            return undeploy(context);
        } catch (Exception fault) {
            return Future.failedFuture(fault);
        }
    }

    /** Only what is deployed on a verticle's own context becomes its child, and a start may complete anywhere. */
    private static Future<String> deployAsChild(Context context, Chain child) {
        Promise<String> deployed = Promise.promise();
        context.runOnContext(ignored -> context.owner().deployVerticle(child).onComplete(deployed));
        return deployed.future();
    }

    /** Never fails: a child that does would keep Vert.x from stopping its parents. */
    @Override
    public Future<?> undeploy(Context context) throws Exception {
        return first.undeploy(context)
                .onFailure(failure -> LOG.error("{} did not stop as it should", first, failure))
                .otherwiseEmpty();
    }
}
