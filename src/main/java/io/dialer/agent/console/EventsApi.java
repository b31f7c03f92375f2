package io.dialer.agent.console;

import io.dialer.agent.bus.Addresses;
import io.dialer.agent.bus.Bus;
import io.dialer.agent.bus.HistoryPage;
import io.dialer.agent.probe.Outcome;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * {@code /api/agent/events}: each result as it comes, as server-sent events (HTML Living Standard, section 9.2). Whoever
 * comes back with {@code Last-Event-ID} gets what the history has kept since.
 */
final class EventsApi {
    /** Below the server's idle timeout, and those of most proxies. */
    private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(15);

    private static final int MOST_STREAMS = 100;

    private final Vertx vertx;
    private final Bus bus;
    private final Set<EventStream> streams = new LinkedHashSet<>();

    EventsApi(Vertx vertx, Bus bus) {
        this.vertx = vertx;
        this.bus = bus;
        bus.subscribe(Addresses.HISTORY_KEPT, this::happened);
        // Tokens may have changed: whoever still has the right comes back, and misses nothing.
        bus.subscribe(Addresses.CONFIG_CHANGED, changed -> Set.copyOf(streams).forEach(EventStream::end));
        vertx.setPeriodic(SIGN_OF_LIFE.toMillis(), timer -> streams.forEach(EventStream::signOfLife));
    }

    /** Behind whoever decides what a caller may do. */
    void addTo(Router router) {
        router.get(AgentApi.BASE + "/events").handler(this::open);
    }

    private void happened(HistoryPage.Entry entry) {
        EventText event = new EventText(entry);
        Set.copyOf(streams).forEach(stream -> stream.happened(event));
    }

    private void open(RoutingContext context) {
        if (streams.size() >= MOST_STREAMS) {
            Problem.answer(context, 503, "%d streams are open, which is as many as may be".formatted(MOST_STREAMS));
            return;
        }
        Outcome outcome;
        long last;
        try {
            outcome = ResultQuery.outcome(ResultQuery.parameter(context, "outcome"));
            last = lastSeen(context.request());
        } catch (IllegalArgumentException wrong) {
            Problem.answer(context, 400, String.valueOf(wrong.getMessage()));
            return;
        }
        String taskId = ResultQuery.parameter(context, "task_id");
        EventStream stream = new EventStream(
                vertx, bus, context.response(), ResultForm.of(context.request()), taskId, outcome, last);
        streams.add(stream);
        context.response().closeHandler(closed -> streams.remove(stream));
        context.response().endHandler(ended -> streams.remove(stream));
        stream.begin();
    }

    /** The header comes from browsers that reconnect, the parameter from whoever begins with a history of its own. */
    private static long lastSeen(HttpServerRequest request) {
        String header = request.getHeader("Last-Event-ID");
        String text = header == null ? request.getParam("last_event_id") : header;
        if (text == null || text.isBlank()) {
            return EventStream.FROM_NOW_ON;
        }
        if (!text.matches("[0-9]{1,18}")) {
            throw new IllegalArgumentException(
                    "Last-Event-ID: \"%s\" is not allowed; allowed: the id of an event".formatted(text));
        }
        return Long.parseLong(text);
    }
}
