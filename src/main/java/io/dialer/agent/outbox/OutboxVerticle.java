package io.dialer.agent.outbox;

import io.dialer.agent.bus.Addresses;
import io.dialer.agent.bus.Bus;
import io.dialer.agent.bus.DeadLetterCommand;
import io.dialer.agent.bus.DeadLetters;
import io.dialer.agent.bus.OutboxStatus;
import io.dialer.agent.config.AgentConfig;
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
    private static final Duration VACUUM = Duration.ofMinutes(1);
    /** What fresh results and posts under way get at a stop. */
    private static final Duration LAST_POSTS = Duration.ofSeconds(3);

    private static final long COMPLAINT_PAUSE_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final AgentConfig config;
    private final Path file;
    private final Pauses pauses;
    private OutboxStore store;
    private OutboxDead dead;
    private Tally tally;
    private Sender sender;
    private Caps caps;
    private long storing;
    private long notStored;
    private long oldestStartedMs;
    private long complainedAt;

    /**
     * An outbox.
     *
     * @param file where it keeps what waits
     */
    public OutboxVerticle(AgentConfig config, Path file) {
        this(config, file, Pauses.USUAL);
    }

    @SuppressWarnings("NullAway.Init") // Vert.x calls start() before anything else
    OutboxVerticle(AgentConfig config, Path file, Pauses pauses) {
        this.config = config;
        this.file = file;
        this.pauses = pauses;
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
                    dead = opened.dead();
                    return Future.all(store.extent(), dead.count());
                })
                .onSuccess(found -> begin(bus, found.resultAt(0), found.resultAt(1)));
    }

    private void begin(Bus bus, OutboxStore.Extent found, long letters) {
        tally = new Tally(found.rows(), letters);
        sender = new Sender(vertx, bus, store, dead, config.backend().concurrency(), tally, pauses, found.lastId());
        caps = new Caps(config.outbox(), store, dead, tally, sender);
        bus.subscribe(Addresses.PROBE_RESULT, this::store);
        bus.answer(Addresses.OUTBOX_STATUS, query -> status());
        bus.answer(Addresses.OUTBOX_DEAD, this::dead);
        vertx.setPeriodic(pauses.look().toMillis(), timer -> caps.look());
        vertx.setPeriodic(
                VACUUM.toMillis(),
                timer -> store.vacuum()
                        .onFailure(failure -> LOG.atWarn()
                                .addKeyValue("reason", failure.getMessage())
                                .log("freed pages of the outbox cannot be given back")));
        LOG.atInfo()
                .addKeyValue("file", file)
                .addKeyValue("waiting", found.rows())
                .addKeyValue("dead", letters)
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
                .compose(stopped -> {
                    caps.stop();
                    return store.close();
                })
                .onSuccess(closed -> LOG.atInfo()
                        .addKeyValue("waiting", tally.waiting())
                        .addKeyValue("delivered", tally.deliveredCount())
                        .addKeyValue("dead", tally.dead())
                        .log("outbox closed"));
    }

    /** The last results go out at once where the backend takes them; where it does not they wait on disk. */
    private Future<Void> untilSettled(long deadline) {
        if ((storing == 0 && sender.settled()) || System.nanoTime() - deadline >= 0) {
            return Future.succeededFuture();
        }
        Promise<Void> promise = Promise.promise();
        vertx.setTimer(20, timer -> untilSettled(deadline).onComplete(promise));
        return promise.future();
    }

    private void store(ProbeResult result) {
        storing++;
        store.append(result)
                .onComplete(done -> storing--)
                .onSuccess(id -> {
                    tally.stored();
                    sender.stored(id, result);
                })
                .onFailure(this::complain);
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

    /** Counted in memory but for the oldest: a disk that fails must not silence the heartbeat, which tells of it. */
    private Future<OutboxStatus> status() {
        return store.ages()
                .onSuccess(ages -> oldestStartedMs = ages.oldestStartedMs())
                .transform(looked -> Future.succeededFuture(new OutboxStatus(
                        tally.waiting(),
                        oldestStartedMs == 0 ? 0 : Math.max(0, (System.currentTimeMillis() - oldestStartedMs) / 1000.0),
                        caps.dropped(),
                        notStored,
                        tally.dead(),
                        tally.deliveredCount())));
    }

    private Future<DeadLetters> dead(DeadLetterCommand command) {
        return switch (command.action()) {
            case LIST -> dead.list(command.limit()).map(letters -> new DeadLetters(letters, 0));
            case RETRY ->
                dead.revive(command.resultId())
                        .compose(count -> store.extent().map(extent -> {
                            tally.revived(count);
                            sender.revived(extent.lastId());
                            return new DeadLetters(List.of(), count);
                        }));
            case PURGE ->
                dead.purge(command.resultId()).map(count -> {
                    tally.purged(count);
                    return new DeadLetters(List.of(), count);
                });
        };
    }
}
