package io.dialer.agent.outbox;

import io.dialer.agent.bus.DeliveryReply;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does with a row what the answer to its post means. Works on the outbox's event loop. */
final class Answers {
    private static final Logger LOG = LoggerFactory.getLogger(Answers.class);

    private final Vertx vertx;
    private final OutboxStore store;
    private final OutboxDead dead;
    private final Lanes lanes;
    private final LinkState link;
    private final SendWindow window;
    private final Tally tally;
    private final Pauses pauses;
    private final RowFailures failures = new RowFailures();

    Answers(
            Vertx vertx,
            OutboxStore store,
            OutboxDead dead,
            Lanes lanes,
            LinkState link,
            SendWindow window,
            Tally tally,
            Pauses pauses) {
        this.vertx = vertx;
        this.store = store;
        this.dead = dead;
        this.lanes = lanes;
        this.link = link;
        this.window = window;
        this.tally = tally;
        this.pauses = pauses;
    }

    /** Completes when the row is where it belongs now; never fails. */
    Future<Void> handle(Lanes.Taken taken, DeliveryReply reply, Duration after) {
        return switch (reply.verdict()) {
            case ACCEPTED -> accepted(taken, after);
            case REFUSED -> {
                window.answered(after);
                linkWorks();
                yield bury(taken, "refused with %d: %s".formatted(reply.status(), reply.reason()));
            }
            case UNAUTHORIZED -> unauthorized(taken, reply);
            case SERVER_ERROR -> again(taken, reply, true);
            case UNREACHABLE -> again(taken, reply, false);
            case UNANSWERED -> unanswered(taken, reply);
        };
    }

    void forgetUpTo(long id) {
        failures.forgetUpTo(id);
    }

    private Future<Void> accepted(Lanes.Taken taken, Duration after) {
        window.answered(after);
        tally.delivered();
        linkWorks();
        failures.forget(taken.row().id());
        remove(taken.row().id());
        lanes.finish(taken);
        return Future.succeededFuture();
    }

    /** A full disk may refuse even this; the row must not stay for ever. */
    private void remove(long id) {
        store.delete(id).onSuccess(tally::removed).onFailure(failure -> {
            LOG.atError()
                    .addKeyValue("id", id)
                    .addKeyValue("reason", failure.getMessage())
                    .log("a delivered result cannot be removed from the outbox; trying again");
            vertx.setTimer(pauses.removal().toMillis(), timer -> remove(id));
        });
    }

    private void linkWorks() {
        if (link.succeeded()) {
            LOG.atInfo().addKeyValue("waiting", tally.waiting()).log("the backend takes results again");
            lanes.release(System.nanoTime());
        }
    }

    private Future<Void> unauthorized(Lanes.Taken taken, DeliveryReply reply) {
        long now = System.nanoTime();
        boolean before = link.unauthorized();
        long again = link.refusedUs(now);
        if (link.unauthorized() && !before) {
            LOG.atError()
                    .addKeyValue("status", reply.status())
                    .addKeyValue("reason", reply.reason())
                    .log("the backend refuses our token; results are kept and tried slowly");
        }
        lanes.hold(taken, again);
        return Future.succeededFuture();
    }

    private Future<Void> again(Lanes.Taken taken, DeliveryReply reply, boolean serverError) {
        long now = System.nanoTime();
        int attempts = failures.failed(taken.row().id(), serverError, link.successes());
        if (failures.isPoison(taken.row().id())) {
            return bury(taken, "server error %d again and again: %s".formatted(reply.status(), reply.reason()));
        }
        noteFailure(reply, now);
        lanes.hold(taken, now + pauses.row().pauseNanos(attempts, ThreadLocalRandom.current()));
        return Future.succeededFuture();
    }

    private void noteFailure(DeliveryReply reply, long now) {
        window.failed();
        if (link.failed(reply.retryAfter(), now)) {
            LOG.atWarn()
                    .addKeyValue("status", reply.status())
                    .addKeyValue("reason", reply.reason())
                    .addKeyValue("waiting", tally.waiting())
                    .log("the backend takes no results; they are kept");
        }
    }

    /** A post that was sent whole but not answered may have been taken: it is repeated a few times only, far apart. */
    private Future<Void> unanswered(Lanes.Taken taken, DeliveryReply reply) {
        long now = System.nanoTime();
        noteFailure(reply, now);
        int before = taken.row().unanswered();
        List<Duration> repeats = pauses.unanswered();
        if (before >= repeats.size()) {
            return bury(taken, "sent %d times without an answer: %s".formatted(before + 1, reply.reason()));
        }
        store.countUnanswered(taken.row().id())
                .onFailure(failure -> LOG.error("an attempt cannot be noted in the outbox", failure));
        lanes.holdFirmly(taken, now + repeats.get(before).toNanos());
        return Future.succeededFuture();
    }

    private Future<Void> bury(Lanes.Taken taken, String reason) {
        OutboxRow row = taken.row();
        failures.forget(row.id());
        LOG.atWarn()
                .addKeyValue("task_id", row.taskId())
                .addKeyValue("reason", reason)
                .log("a result is given up; it is kept as a dead letter");
        return dead.bury(row.id(), System.currentTimeMillis(), reason, tally.dead())
                .<Void>map(buried -> {
                    tally.buried(buried);
                    lanes.finish(taken);
                    return null;
                })
                .otherwise(failure -> {
                    LOG.error("a dead letter cannot be stored", failure);
                    lanes.hold(taken, System.nanoTime() + pauses.row().most().toNanos());
                    return null;
                });
    }
}
