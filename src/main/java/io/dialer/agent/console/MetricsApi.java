package io.dialer.agent.console;

import io.dialer.agent.telemetry.metrics.Metrics;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/** {@code /metrics}, for Prometheus. */
final class MetricsApi {
    private final Metrics metrics;
    private final Doorkeeper doorkeeper;

    MetricsApi(Metrics metrics, Doorkeeper doorkeeper) {
        this.metrics = metrics;
        this.doorkeeper = doorkeeper;
    }

    void addTo(Router router) {
        router.get("/metrics")
                .handler(context -> doorkeeper.admit(context, Right.SCRAPE))
                .handler(this::scrape);
    }

    private void scrape(RoutingContext context) {
        metrics.scrape()
                .onSuccess(text -> context.response()
                        .putHeader("Content-Type", Metrics.CONTENT_TYPE)
                        .putHeader("Cache-Control", "no-store")
                        .end(text))
                .onFailure(failure ->
                        Problem.answer(context, 500, "the metrics cannot be written: " + failure.getMessage()));
    }
}
