package io.dialer.agent.console;

import io.dialer.agent.bus.Addresses;
import io.dialer.agent.bus.Bus;
import io.dialer.agent.bus.HistoryPage;
import io.dialer.agent.bus.HistoryQuery;
import io.dialer.agent.probe.Outcome;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One caller that looks on. Where it does not read as fast as results come, what it misses meanwhile is read from the history
 * later, so that memory is bounded and the order is kept. Used on one event loop.
 */
final class EventStream {
    static final long FROM_NOW_ON = -1;
    /** Results in one look at the history. */
    private static final int PAGE = 200;
    /** Results that come fast go out together, because each packet costs both ends more than what is in it. */
    private static final Duration GATHERED = Duration.ofMillis(100);

    private static final int MOST_GATHERED_CHARS = 64 << 10;

    private final Vertx vertx;
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

    private final StringBuilder gathered = new StringBuilder();
    /** Something went out a moment ago, and what comes now waits for its end. */
    private boolean gathering;

    EventStream(
            Vertx vertx,
            Bus bus,
            HttpServerResponse response,
            ResultForm form,
            @Nullable String taskId,
            @Nullable Outcome outcome,
            long last) {
        this.vertx = vertx;
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

    void happened(EventText event) {
        if (isOver() || !isWanted(event.entry())) {
            return;
        }
        if (behind) {
            missed = true;
        } else if (!response.writeQueueFull()) {
            send(event);
        } else if (last > 0) {
            behind = true;
            response.drainHandler(drained -> catchUp());
        }
        // Else nothing was sent that the history could be read from; the caller misses this one.
    }

    /** The caller is asked to come back. */
    void end() {
        if (!isOver()) {
            writeGathered();
            response.end();
        }
    }

    void signOfLife() {
        if (!isOver() && !response.writeQueueFull()) {
            response.write(": \n\n");
        }
    }

    private void catchUp() {
        behind = true;
        missed = false;
        bus.ask(Addresses.HISTORY_RESULTS, HistoryQuery.since(last, taskId, outcome, PAGE))
                .onSuccess(page -> {
                    if (isOver()) {
                        return;
                    }
                    page.entries().forEach(entry -> send(new EventText(entry)));
                    writeGathered();
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

    private void send(EventText event) {
        last = Math.max(last, event.entry().number());
        gathered.append(event.in(form));
        if (gathered.length() >= MOST_GATHERED_CHARS) {
            writeGathered();
        } else if (!gathering) {
            // One that comes alone does not wait.
            writeGathered();
            gathering = true;
            vertx.setTimer(GATHERED.toMillis(), timer -> {
                gathering = false;
                writeGathered();
            });
        }
    }

    private void writeGathered() {
        if (!gathered.isEmpty() && !isOver()) {
            response.write(gathered.toString());
        }
        gathered.setLength(0);
    }

    private boolean isOver() {
        return response.closed() || response.ended();
    }
}
