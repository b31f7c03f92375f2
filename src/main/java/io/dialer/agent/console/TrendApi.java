package io.dialer.agent.console;

import io.dialer.agent.bus.Addresses;
import io.dialer.agent.bus.AgentStatus;
import io.dialer.agent.bus.Bus;
import io.dialer.agent.bus.OutboxStatus;
import io.dialer.agent.bus.StatusQuery;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.time.Duration;

/** {@code /api/agent/trend}: what the figures were. Parts that do not answer leave a gap. */
final class TrendApi {
    private static final Duration LOOK = Duration.ofSeconds(10);

    private final Bus bus;
    private final Trend trend = new Trend();

    TrendApi(Vertx vertx, Bus bus) {
        this.bus = bus;
        vertx.setPeriodic(0, LOOK.toMillis(), timer -> look());
    }

    /** Behind whoever decides what a caller may do. */
    void addTo(Router router) {
        router.get(AgentApi.BASE + "/trend").handler(context -> Answers.json(context, trend.toJson()));
    }

    private void look() {
        Future<AgentStatus> status = bus.ask(Addresses.SCHEDULER_STATUS, new StatusQuery());
        Future<OutboxStatus> outbox = bus.ask(Addresses.OUTBOX_STATUS, new StatusQuery());
        Future.all(status, outbox)
                .onSuccess(all -> trend.add(System.currentTimeMillis(), status.result(), outbox.result()));
    }
}
