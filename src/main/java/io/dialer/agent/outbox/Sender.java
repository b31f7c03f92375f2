package io.dialer.agent.outbox;

import io.dialer.agent.bus.Addresses;
import io.dialer.agent.bus.Bus;
import io.dialer.agent.bus.Delivery;
import io.dialer.agent.bus.DeliveryReply;
import io.dialer.agent.probe.ProbeResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what waits: takes rows from the lanes while the window allows, and hands them to the backend verticle. Works on
 * the outbox's event loop.
 */
final class Sender {
    private static final Logger LOG = LoggerFactory.getLogger(Sender.class);
    private static final int READ_AT_ONCE = 250;
    /** Rows that fall due by time alone are found at the latest so much later. */
    private static final Duration LONGEST_NAP = Duration.ofSeconds(1);

    private final Vertx vertx;
    private final Bus bus;
    private final OutboxStore store;
    private final Pauses pauses;
    private final Lanes lanes = new Lanes();
    private final SendWindow window;
    private final LinkState link;
    private final Answers answers;
    private final WakeUp wakeUp;
    private long lastStoredId;
    private @Nullable Promise<Void> stopping;

    /**
     * A sender of everything in a store.
     *
     * @param lastStoredId the highest id in the store
     */
    Sender(
            Vertx vertx,
            Bus bus,
            OutboxStore store,
            OutboxDead dead,
            int concurrency,
            Tally tally,
            Pauses pauses,
            long lastStoredId) {
        this.vertx = vertx;
        this.bus = bus;
        this.store = store;
        this.pauses = pauses;
        this.window = new SendWindow(concurrency);
        this.link = new LinkState(pauses, ThreadLocalRandom.current(), System.nanoTime());
        this.answers = new Answers(vertx, store, dead, lanes, link, window, tally, pauses);
        this.wakeUp = new WakeUp(vertx, this::sendWhatMayGo);
        this.lastStoredId = lastStoredId;
    }

    /** A result was committed. */
    void stored(long id, ProbeResult result) {
        lastStoredId = Math.max(lastStoredId, id);
        lanes.fresh.add(new OutboxRow(id, result.taskId(), 0, result), System.nanoTime());
        sendWhatMayGo();
    }

    /** Rows up to an id were removed from the store. */
    void removedUpTo(long id) {
        lanes.forgetUpTo(id);
        answers.forgetUpTo(id);
    }

    /** Dead letters became waiting rows again. */
    void revived(long newLastId) {
        lastStoredId = Math.max(lastStoredId, newLastId);
        sendWhatMayGo();
    }

    /** Sends no more, and waits for the answers to what is under way. */
    Future<Void> stop(Duration patience) {
        Promise<Void> promise = Promise.promise();
        stopping = promise;
        vertx.setTimer(patience.toMillis(), timer -> promise.tryComplete());
        completeStop();
        return promise.future();
    }

    /** True when nothing fresh waits, or nothing can be sent now. */
    boolean settled() {
        return link.down() || (lanes.fresh.size() == 0 && lanes.fresh.inFlight() == 0);
    }

    void sendWhatMayGo() {
        if (stopping != null) {
            completeStop();
            return;
        }
        long now = System.nanoTime();
        while (lanes.inFlight() < link.allowed(window.size(), now)) {
            Lanes.Taken taken = lanes.take(now).orElse(null);
            if (taken == null) {
                break;
            }
            send(taken);
        }
        readBacklog(now);
        wakeUpInTime(now);
    }

    private void readBacklog(long now) {
        long ceiling = lanes.backlogCeiling(lastStoredId);
        lanes.backlog.wanted(ceiling, now).ifPresent(reading -> {
            Future<List<OutboxRow>> rows = switch (reading) {
                case BacklogLane.Reading.Onward onward ->
                    store.scan(onward.afterId(), ceiling, READ_AT_ONCE)
                            .onSuccess(found -> lanes.backlog.readOnward(found, READ_AT_ONCE, ceiling));
                case BacklogLane.Reading.CatchUp behind ->
                    store.scanTask(behind.taskId(), behind.fromId(), behind.upToId(), READ_AT_ONCE)
                            .onSuccess(found -> lanes.backlog.readCatchUp(behind, found, READ_AT_ONCE));
            };
            rows.onSuccess(found -> sendWhatMayGo()).onFailure(failure -> {
                LOG.error("the outbox cannot be read", failure);
                lanes.backlog.readNothing();
            });
        });
    }

    private void wakeUpInTime(long now) {
        long soonest = now + LONGEST_NAP.toNanos();
        if (link.notBefore() - now > 0) {
            soonest = Math.min(soonest, link.notBefore());
        }
        Long release = lanes.fresh.nextRelease();
        if (release != null && release - now > 0) {
            soonest = Math.min(soonest, release);
        }
        wakeUp.notLaterThan(soonest, now);
    }

    private void send(Lanes.Taken taken) {
        ProbeResult inMemory = taken.row().result();
        if (inMemory != null) {
            post(taken, inMemory);
            return;
        }
        long id = taken.row().id();
        store.scan(id - 1, id, 1)
                .onSuccess(found -> {
                    ProbeResult stored =
                            found.isEmpty() ? null : found.getFirst().result();
                    if (stored != null) {
                        post(taken, stored);
                    } else {
                        // A cap has removed it meanwhile.
                        lanes.finish(taken);
                        sendWhatMayGo();
                    }
                })
                .onFailure(failure -> {
                    LOG.error("the outbox cannot be read", failure);
                    lanes.hold(taken, System.nanoTime() + pauses.row().most().toNanos());
                    sendWhatMayGo();
                });
    }

    private void post(Lanes.Taken taken, ProbeResult result) {
        long sentAt = System.nanoTime();
        bus.ask(Addresses.BACKEND_DELIVER, new Delivery(result))
                .otherwise(failure -> new DeliveryReply(
                        DeliveryReply.Verdict.UNREACHABLE, 0, String.valueOf(failure.getMessage()), Duration.ZERO))
                .compose(reply -> answers.handle(taken, reply, Duration.ofNanos(System.nanoTime() - sentAt)))
                .onComplete(handled -> sendWhatMayGo());
    }

    private void completeStop() {
        if (stopping != null && lanes.inFlight() == 0) {
            stopping.tryComplete();
        }
    }
}
