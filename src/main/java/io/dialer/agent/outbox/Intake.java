package io.dialer.agent.outbox;

import io.dialer.agent.probe.ProbeResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.EncodeException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has results stored. What cannot be stored, because the disk is full, waits in memory for a while, and in order; when
 * there is too much of it the oldest is lost, and counted. Probing goes on whatever happens here. Works on the outbox's
 * event loop.
 */
final class Intake {
    private static final Logger LOG = LoggerFactory.getLogger(Intake.class);
    private static final int MOST_HELD = 10_000;
    private static final long MOST_HELD_BYTES = 8 << 20;
    /** A disk that hangs instead of failing must not fill the memory either. */
    private static final int MOST_ON_THEIR_WAY = 10_000;

    private static final long MOST_BYTES_ON_THEIR_WAY = 32 << 20;
    /** Of what was held, when there is room again. */
    private static final int MOST_AT_ONCE = 500;

    private static final long MOST_BYTES_AT_ONCE = 512 << 10;

    private final Vertx vertx;
    private final OutboxStore store;
    private final InstantSource clock;
    private final Duration retry;
    private final BiConsumer<Long, UnstoredResult> whenStored;
    private final Deque<UnstoredResult> held = new ArrayDeque<>();
    private final OncePerMinute complaint = new OncePerMinute();
    private long heldBytes;
    private int onTheirWay;
    private long bytesOnTheirWay;
    private boolean retrying;
    private boolean stopped;
    private long lost;

    /**
     * An intake.
     *
     * @param retry between two tries to store what is held
     * @param whenStored told the row id of each result, in the order of the ids
     */
    Intake(
            Vertx vertx,
            OutboxStore store,
            InstantSource clock,
            Duration retry,
            BiConsumer<Long, UnstoredResult> whenStored) {
        this.vertx = vertx;
        this.store = store;
        this.clock = clock;
        this.retry = retry;
        this.whenStored = whenStored;
    }

    void take(ProbeResult result) {
        UnstoredResult unstored;
        try {
            unstored = UnstoredResult.of(result, clock.millis());
        } catch (EncodeException unwritable) {
            lost++;
            complain(unwritable);
            return;
        }
        if (held.isEmpty()
                && !retrying
                && onTheirWay < MOST_ON_THEIR_WAY
                && bytesOnTheirWay < MOST_BYTES_ON_THEIR_WAY) {
            store(unstored);
        } else {
            hold(unstored);
        }
    }

    /** Results that were lost because they could not be stored. */
    long lost() {
        return lost;
    }

    /** Results that wait in memory for room on the disk. */
    int held() {
        return held.size();
    }

    /** True when nothing is on its way into the store. */
    boolean settled() {
        return onTheirWay == 0;
    }

    /** Completes when all that was taken in before is on disk; fails where some of it waits for room there. */
    Future<Void> stored() {
        return store.settled()
                .compose(settled -> held.isEmpty()
                        ? Future.succeededFuture()
                        : Future.failedFuture(held.size() + " results wait for room on the disk"));
    }

    /** Tries to store what is held a last time. */
    Future<Void> stop() {
        stopped = true;
        List<UnstoredResult> last = List.copyOf(held);
        held.clear();
        last.forEach(this::store);
        Promise<Void> promise = Promise.promise();
        // The store works in order, so what was handed in before has been answered by then.
        store.settled().onComplete(done -> promise.complete());
        return promise.future();
    }

    private void store(UnstoredResult unstored) {
        onTheirWay++;
        bytesOnTheirWay += unstored.body().length();
        store.append(unstored)
                .onComplete(done -> {
                    onTheirWay--;
                    bytesOnTheirWay -= unstored.body().length();
                })
                .onSuccess(id -> whenStored.accept(id, unstored))
                .onFailure(failure -> {
                    if (stopped) {
                        lost++;
                    } else {
                        hold(unstored);
                    }
                    complain(failure);
                });
    }

    private void hold(UnstoredResult unstored) {
        held.add(unstored.withoutResult());
        heldBytes += unstored.body().length();
        while (held.size() > MOST_HELD || heldBytes > MOST_HELD_BYTES) {
            heldBytes -= held.remove().body().length();
            lost++;
        }
        tryAgainSoon();
    }

    private void tryAgainSoon() {
        if (!retrying && !stopped) {
            retrying = true;
            vertx.setTimer(retry.toMillis(), timer -> tryAgain());
        }
    }

    /** One first: while it does not get through, the others need not try. */
    private void tryAgain() {
        UnstoredResult first = stopped ? null : held.poll();
        if (first == null) {
            retrying = false;
            return;
        }
        heldBytes -= first.body().length();
        // What was delivered has left pages that are free for others only once they are given back.
        store.makeRoom().transform(made -> store.append(first)).onComplete(tried -> {
            retrying = false;
            if (tried.failed()) {
                if (stopped) {
                    lost++;
                } else {
                    holdInFront(first);
                }
                complain(tried.cause());
                tryAgainSoon();
                return;
            }
            whenStored.accept(tried.result(), first);
            LOG.atInfo()
                    .addKeyValue("held", held.size() + 1)
                    .addKeyValue("lost", lost)
                    .log("results are stored again");
            storeHeld();
        });
    }

    /** A portion at a time, so that the disk is known to have room for each; what fails is in front again. */
    private void storeHeld() {
        List<UnstoredResult> portion = nextPortion();
        if (portion.isEmpty()) {
            return;
        }
        retrying = true;
        List<Future<Long>> appends = portion.stream().map(store::append).toList();
        Future.join(appends).onComplete(done -> {
            retrying = false;
            List<UnstoredResult> failed = new ArrayList<>();
            for (int index = 0; index < portion.size(); index++) {
                Future<Long> append = appends.get(index);
                if (append.succeeded()) {
                    whenStored.accept(append.result(), portion.get(index));
                } else {
                    failed.add(portion.get(index));
                }
            }
            if (failed.isEmpty()) {
                storeHeld();
            } else if (stopped) {
                lost += failed.size();
            } else {
                failed.reversed().forEach(this::holdInFront);
                complain(done.cause());
                tryAgainSoon();
            }
        });
    }

    private List<UnstoredResult> nextPortion() {
        List<UnstoredResult> portion = new ArrayList<>();
        long bytes = 0;
        while (!held.isEmpty() && portion.size() < MOST_AT_ONCE && bytes < MOST_BYTES_AT_ONCE) {
            UnstoredResult next = held.remove();
            bytes += next.body().length();
            portion.add(next);
        }
        heldBytes -= bytes;
        return portion;
    }

    private void holdInFront(UnstoredResult unstored) {
        held.addFirst(unstored);
        heldBytes += unstored.body().length();
    }

    private void complain(Throwable failure) {
        long failures = complaint.count(1, System.nanoTime());
        if (failures > 0) {
            LOG.atError()
                    .addKeyValue("failures", failures)
                    .addKeyValue("held_in_memory", held.size())
                    .addKeyValue("lost", lost)
                    .addKeyValue("reason", failure.getMessage())
                    .log("results cannot be stored");
        }
    }
}
