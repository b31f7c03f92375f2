package io.dialer.agent.outbox;

import io.dialer.agent.bus.Addresses;
import io.dialer.agent.bus.Bus;
import io.dialer.agent.bus.DeadLetterCommand;
import io.dialer.agent.bus.DeadLetters;
import io.dialer.agent.bus.OutboxStatus;
import io.dialer.agent.config.AgentConfig;
import io.dialer.agent.config.OutboxConfig;
import io.dialer.agent.probe.ProbeResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores every result before it counts as one, and has it sent until a final answer. In shadow mode ({@code
 * backend.deliver} false) nothing is stored or sent.
 */
public final class OutboxVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(OutboxVerticle.class);
    private static final Duration CAPS_LOOK = Duration.ofSeconds(5);
    private static final Duration VACUUM = Duration.ofMinutes(1);
    /** What fresh results and posts under way get at a stop. */
    private static final Duration LAST_POSTS = Duration.ofSeconds(3);

    private static final long COMPLAINT_PAUSE_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final AgentConfig config;
    private final Path file;
    private OutboxStore store;
    private Sender sender;
    private long dropped;
    private long notStored;
    private long complainedAt;

    /**
     * An outbox.
     *
     * @param file where it keeps what waits
     */
    @SuppressWarnings("NullAway.Init") // Vert.x calls start() before anything else
    public OutboxVerticle(AgentConfig config, Path file) {
        this.config = config;
        this.file = file;
    }

    @Override
    public Future<?> start() {
        Bus bus = new Bus(vertx);
        if (!config.backend().deliver()) {
            LOG.info("shadow mode: nothing is delivered (backend.deliver is false)");
            bus.answer(Addresses.OUTBOX_STATUS, query -> Future.succeededFuture(OutboxStatus.EMPTY));
            bus.answer(Addresses.OUTBOX_DEAD, command -> Future.succeededFuture(new DeadLetters(List.of(), 0)));
            return Future.succeededFuture();
        }
        return OutboxStore.open(vertx, file, config.outbox().synchronous())
                .compose(opened -> {
                    store = opened;
                    return Future.all(store.extent(), store.deadCount());
                })
                .onSuccess(found -> begin(bus, found.resultAt(0), found.resultAt(1)));
    }

    private void begin(Bus bus, OutboxStore.Extent found, long dead) {
        sender = new Sender(vertx, bus, store, config.backend().concurrency(), found, dead);
        bus.subscribe(Addresses.PROBE_RESULT, this::store);
        bus.answer(Addresses.OUTBOX_STATUS, query -> status());
        bus.answer(Addresses.OUTBOX_DEAD, this::dead);
        vertx.setPeriodic(CAPS_LOOK.toMillis(), timer -> holdCaps());
        vertx.setPeriodic(VACUUM.toMillis(), timer -> store.vacuum());
        LOG.atInfo()
                .addKeyValue("file", file)
                .addKeyValue("waiting", found.rows())
                .addKeyValue("dead", dead)
                .log("outbox open");
        sender.sendWhatMayGo();
    }

    @Override
    public Future<?> stop() {
        if (sender == null) {
            return Future.succeededFuture();
        }
        return untilSettled(System.nanoTime() + LAST_POSTS.toNanos())
                .compose(settled -> sender.stop(LAST_POSTS))
                .compose(stopped -> store.close())
                .onSuccess(closed -> LOG.atInfo()
                        .addKeyValue("waiting", sender.waiting())
                        .addKeyValue("delivered", sender.delivered())
                        .addKeyValue("dead", sender.dead())
                        .log("outbox closed"));
    }

    /** The last results go out at once where the backend takes them; where it does not they wait on disk. */
    private Future<Void> untilSettled(long deadline) {
        if (sender.settled() || System.nanoTime() - deadline >= 0) {
            return Future.succeededFuture();
        }
        Promise<Void> promise = Promise.promise();
        vertx.setTimer(20, timer -> untilSettled(deadline).onComplete(promise));
        return promise.future();
    }

    private void store(ProbeResult result) {
        store.append(result).onSuccess(id -> sender.stored(id, result)).onFailure(this::complain);
    }

    /** Probing goes on where storing fails; what is lost is counted, and said once a minute. */
    private void complain(Throwable failure) {
        notStored++;
        long now = System.nanoTime();
        if (complainedAt == 0 || now - complainedAt >= COMPLAINT_PAUSE_NANOS) {
            complainedAt = now;
            LOG.atError()
                    .addKeyValue("file", file)
                    .addKeyValue("lost", notStored)
                    .addKeyValue("reason", failure.getMessage())
                    .log("results cannot be stored");
        }
    }

    private Future<OutboxStatus> status() {
        return store.ages()
                .map(ages -> new OutboxStatus(
                        sender.waiting(),
                        ages.oldestStartedMs() == 0
                                ? 0
                                : Math.max(0, (System.currentTimeMillis() - ages.oldestStartedMs()) / 1000.0),
                        dropped,
                        notStored,
                        sender.dead(),
                        sender.delivered()));
    }

    private void holdCaps() {
        OutboxConfig caps = config.outbox();
        store.dropStartedBefore(System.currentTimeMillis() - caps.maxAge().toMillis())
                .onSuccess(extent -> dropped("max_age", extent));
        if (sender.waiting() > caps.maxRows()) {
            store.dropOldest(sender.waiting() - caps.maxRows()).onSuccess(extent -> dropped("max_rows", extent));
        }
        store.ages().onSuccess(ages -> {
            if (ages.usedBytes() > caps.maxBytes() && sender.waiting() > 0) {
                // Rows are of about one size: the share of bytes that is too much is the share of rows to go.
                double excess = 1 - (double) caps.maxBytes() / ages.usedBytes();
                store.dropOldest(Math.max(1, Math.round(sender.waiting() * excess)))
                        .onSuccess(extent -> dropped("max_bytes", extent));
            }
        });
    }

    private void dropped(String cap, OutboxStore.Extent extent) {
        if (extent.rows() == 0) {
            return;
        }
        dropped += extent.rows();
        sender.removed(extent);
        LOG.atWarn()
                .addKeyValue("cap", "outbox." + cap)
                .addKeyValue("dropped", extent.rows())
                .log("the oldest results were dropped");
    }

    private Future<DeadLetters> dead(DeadLetterCommand command) {
        return switch (command.action()) {
            case LIST -> store.deadLetters(command.limit()).map(letters -> new DeadLetters(letters, 0));
            case RETRY ->
                store.revive(command.resultId())
                        .compose(count -> store.extent().map(extent -> {
                            sender.revived(count, extent.lastId());
                            return new DeadLetters(List.of(), count);
                        }));
            case PURGE ->
                store.purge(command.resultId()).map(count -> {
                    sender.purged(count);
                    return new DeadLetters(List.of(), count);
                });
        };
    }
}
