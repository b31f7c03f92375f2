package io.dialer.agent.console;

import io.dialer.agent.bus.Addresses;
import io.dialer.agent.bus.Bus;
import io.dialer.agent.bus.HistoryPage;
import io.dialer.agent.bus.HistoryQuery;
import io.dialer.agent.probe.Outcome;
import io.vertx.core.http.HttpServerResponse;
import org.jspecify.annotations.Nullable;

/**
 * One caller that looks on. Where it does not read as fast as results come, what it misses meanwhile is read from the history
 * later, so that memory is bounded and the order is kept. Used on one event loop.
 */
final class EventStream {
    static final long FROM_NOW_ON = -1;
    /** Results in one look at the history. */
    private static final int PAGE = 200;

    private final Bus bus;
    private final HttpServerResponse response;
    private final ResultForm form;
    private final @Nullable String taskId;
    private final @Nullable Outcome outcome;
    private long last;
    /** The history is asked, or will be once the caller has read. */
    private boolean behind;
    /** Something happened since the history was asked. */
    private boolean missed;

    EventStream(
            Bus bus,
            HttpServerResponse response,
            ResultForm form,
            @Nullable String taskId,
            @Nullable Outcome outcome,
            long last) {
        this.form = form;
        this.bus = bus;
        this.response = response;
        this.taskId = taskId;
        this.outcome = outcome;
        this.last = last;
    }

    void begin() {
        response.setChunked(true)
                .putHeader("Content-Type", "text/event-stream")
                .putHeader("Cache-Control", "no-store")
                // Proxies such as nginx hold answers back otherwise.
                .putHeader("X-Accel-Buffering", "no")
                .write("retry: 2000\n\n");
        if (last != FROM_NOW_ON) {
            catchUp();
        }
    }

    void happened(HistoryPage.Entry entry) {
        if (response.closed() || response.ended() || !isWanted(entry)) {
            return;
        }
        if (behind) {
            missed = true;
        } else if (!response.writeQueueFull()) {
            send(entry);
        } else if (last > 0) {
            behind = true;
            response.drainHandler(drained -> catchUp());
        }
        // Else nothing was sent that the history could be read from; the caller misses this one.
    }

    /** The caller is asked to come back. */
    void end() {
        if (!response.closed() && !response.ended()) {
            response.end();
        }
    }

    void signOfLife() {
        if (!response.closed() && !response.ended() && !response.writeQueueFull()) {
            response.write(": \n\n");
        }
    }

    private void catchUp() {
        behind = true;
        missed = false;
        bus.ask(Addresses.HISTORY_RESULTS, HistoryQuery.since(last, taskId, outcome, PAGE))
                .onSuccess(page -> {
                    if (response.closed() || response.ended()) {
                        return;
                    }
                    page.entries().forEach(this::send);
                    if (page.entries().size() < PAGE && !missed) {
                        behind = false;
                    } else if (response.writeQueueFull()) {
                        response.drainHandler(drained -> catchUp());
                    } else {
                        catchUp();
                    }
                })
                .onFailure(failure -> end());
    }

    private boolean isWanted(HistoryPage.Entry entry) {
        return (taskId == null || taskId.equals(entry.result().taskId()))
                && (outcome == null || outcome == entry.result().outcome());
    }

    private void send(HistoryPage.Entry entry) {
        StringBuilder event = new StringBuilder();
        if (entry.number() > 0) {
            last = entry.number();
            event.append("id: ").append(entry.number()).append('\n');
        }
        event.append("event: result\ndata: ")
                .append(form.of(entry.result()).encode())
                .append("\n\n");
        response.write(event.toString());
    }
}
