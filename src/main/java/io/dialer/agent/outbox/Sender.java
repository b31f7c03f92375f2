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
 * Sends what waits: takes rows from the lanes while the window allows, hands them to the backend verticle, and does with
 * each what its answer means. Works on the outbox's event loop.
 */
final class Sender {
    private static final Logger LOG = LoggerFactory.getLogger(Sender.class);
    private static final Backoff ROW_BACKOFF = new Backoff(Duration.ofMillis(500), Duration.ofSeconds(60));
    /** A post that was sent whole but not answered may have been taken: it is repeated twice, far apart. */
    private static final List<Duration> UNANSWERED_PAUSES = List.of(Duration.ofMinutes(1), Duration.ofMinutes(10));

    private static final int READ_AT_ONCE = 250;
    private static final int DEAD_LETTERS_KEPT = 10_000;

    private final Vertx vertx;
    private final Bus bus;
    private final OutboxStore store;
    private final Lanes lanes = new Lanes();
    private final SendWindow window;
    private final LinkState link = new LinkState(ThreadLocalRandom.current());
    private final RowFailures failures = new RowFailures();
    private long lastStoredId;
    private long waitingRows;
    private long delivered;
    private long dead;
    private long wakeUpAt = Long.MAX_VALUE;
    private long wakeUpTimer = -1;
    private @Nullable Promise<Void> stopping;

    Sender(Vertx vertx, Bus bus, OutboxStore store, int concurrency, OutboxStore.Extent found, long deadFound) {
        this.vertx = vertx;
        this.bus = bus;
        this.store = store;
        this.window = new SendWindow(concurrency);
        this.lastStoredId = found.lastId();
        this.waitingRows = found.rows();
        this.dead = deadFound;
    }

    /** A result was committed. */
    void stored(long id, ProbeResult result) {
        lastStoredId = Math.max(lastStoredId, id);
        waitingRows++;
        lanes.fresh.add(new OutboxRow(id, result.taskId(), 0, result), System.nanoTime());
        sendWhatMayGo();
    }

    /** Rows up to an id were removed from the store. */
    void removed(OutboxStore.Extent extent) {
        waitingRows -= extent.rows();
        lanes.forgetUpTo(extent.lastId());
    }

    /** Dead letters became waiting rows again, or were purged. */
    void revived(int rows, long newLastId) {
        dead -= rows;
        waitingRows += rows;
        lastStoredId = Math.max(lastStoredId, newLastId);
        sendWhatMayGo();
    }

    void purged(int rows) {
        dead -= rows;
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

    long waiting() {
        return waitingRows;
    }

    long delivered() {
        return delivered;
    }

    long dead() {
        return dead;
    }

    void sendWhatMayGo() {
        if (stopping != null) {
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
        wakeUp(now);
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

    /** Comes back when the first of what must wait may go on. */
    private void wakeUp(long now) {
        long soonest = now + Duration.ofSeconds(1).toNanos();
        if (link.notBefore() - now > 0) {
            soonest = Math.min(soonest, link.notBefore());
        }
        Long release = lanes.fresh.nextRelease();
        if (release != null && release - now > 0) {
            soonest = Math.min(soonest, release);
        }
        if (soonest < wakeUpAt || wakeUpAt - now <= 0) {
            vertx.cancelTimer(wakeUpTimer);
            wakeUpAt = soonest;
            wakeUpTimer = vertx.setTimer(Math.max(1, Math.ceilDiv(soonest - now, 1_000_000L)), timer -> {
                wakeUpAt = Long.MAX_VALUE;
                sendWhatMayGo();
            });
        }
    }

    private void send(Lanes.Taken taken) {
        ProbeResult inMemory = taken.row().result();
        if (inMemory != null) {
            post(taken, inMemory);
            return;
        }
        long id = taken.row().id();
        store.scan(id - 1, id, 1).onComplete(read -> {
            if (read.failed()) {
                LOG.error("the outbox cannot be read", read.cause());
                lanes.hold(taken, System.nanoTime() + ROW_BACKOFF.most().toNanos());
            } else if (read.result().isEmpty() || read.result().getFirst().result() == null) {
                lanes.finish(taken);
            } else {
                post(taken, read.result().getFirst().result());
            }
        });
    }

    private void post(Lanes.Taken taken, ProbeResult result) {
        long sentAt = System.nanoTime();
        bus.ask(Addresses.BACKEND_DELIVER, new Delivery(result))
                .otherwise(failure -> new DeliveryReply(
                        DeliveryReply.Verdict.UNREACHABLE, 0, String.valueOf(failure.getMessage()), Duration.ZERO))
                .onSuccess(reply -> {
                    handle(taken, reply, Duration.ofNanos(System.nanoTime() - sentAt));
                    sendWhatMayGo();
                    completeStop();
                });
    }

    private void handle(Lanes.Taken taken, DeliveryReply reply, Duration after) {
        switch (reply.verdict()) {
            case ACCEPTED -> accepted(taken, after);
            case REFUSED -> {
                window.answered(after);
                linkWorks();
                bury(taken, "refused with %d: %s".formatted(reply.status(), reply.reason()));
            }
            case UNAUTHORIZED -> {
                if (link.refusedUs(System.nanoTime())) {
                    LOG.atError()
                            .addKeyValue("status", reply.status())
                            .addKeyValue("reason", reply.reason())
                            .log("the backend refuses our token; results are kept and tried slowly");
                }
                lanes.hold(taken, link.notBefore());
            }
            case SERVER_ERROR -> again(taken, reply, true);
            case UNREACHABLE -> again(taken, reply, false);
            case UNANSWERED -> unanswered(taken, reply);
        }
    }

    private void accepted(Lanes.Taken taken, Duration after) {
        window.answered(after);
        delivered++;
        waitingRows--;
        linkWorks();
        failures.forget(taken.row().id());
        store.delete(taken.row().id())
                .onFailure(failure -> LOG.error("a delivered result cannot be removed from the outbox", failure));
        lanes.finish(taken);
    }

    private void linkWorks() {
        if (link.succeeded()) {
            LOG.atInfo().addKeyValue("waiting", waitingRows).log("the backend takes results again");
            lanes.release(System.nanoTime());
        }
    }

    private void again(Lanes.Taken taken, DeliveryReply reply, boolean serverError) {
        long now = System.nanoTime();
        int attempts = failures.failed(taken.row().id(), serverError, link.successes());
        if (failures.isPoison(taken.row().id())) {
            bury(taken, "server error %d again and again: %s".formatted(reply.status(), reply.reason()));
            return;
        }
        noteFailure(reply, now);
        lanes.hold(taken, now + ROW_BACKOFF.pauseNanos(attempts, ThreadLocalRandom.current()));
    }

    private void noteFailure(DeliveryReply reply, long now) {
        window.failed();
        if (link.failed(reply.retryAfter(), now)) {
            LOG.atWarn()
                    .addKeyValue("status", reply.status())
                    .addKeyValue("reason", reply.reason())
                    .addKeyValue("waiting", waitingRows)
                    .log("the backend takes no results; they are kept");
        }
    }

    private void unanswered(Lanes.Taken taken, DeliveryReply reply) {
        long now = System.nanoTime();
        noteFailure(reply, now);
        int before = taken.row().unanswered();
        if (before >= UNANSWERED_PAUSES.size()) {
            bury(taken, "sent %d times without an answer: %s".formatted(before + 1, reply.reason()));
            return;
        }
        OutboxRow counted = new OutboxRow(
                taken.row().id(), taken.row().taskId(), before + 1, taken.row().result());
        store.countUnanswered(counted.id())
                .onFailure(failure -> LOG.error("an attempt cannot be noted in the outbox", failure));
        lanes.hold(
                new Lanes.Taken(counted, taken.isFresh()),
                now + UNANSWERED_PAUSES.get(before).toNanos());
    }

    private void bury(Lanes.Taken taken, String reason) {
        OutboxRow row = taken.row();
        failures.forget(row.id());
        LOG.atWarn()
                .addKeyValue("task_id", row.taskId())
                .addKeyValue("reason", reason)
                .log("a result is given up; it is kept as a dead letter");
        store.bury(row.id(), System.currentTimeMillis(), reason, DEAD_LETTERS_KEPT)
                .onComplete(buried -> {
                    if (buried.succeeded()) {
                        waitingRows -= buried.result();
                        dead = Math.min(dead + buried.result(), DEAD_LETTERS_KEPT);
                        lanes.finish(taken);
                        sendWhatMayGo();
                    } else {
                        LOG.error("a dead letter cannot be stored", buried.cause());
                        lanes.hold(taken, System.nanoTime() + ROW_BACKOFF.most().toNanos());
                    }
                });
    }

    private void completeStop() {
        if (stopping != null && lanes.inFlight() == 0) {
            stopping.tryComplete();
        }
    }
}
