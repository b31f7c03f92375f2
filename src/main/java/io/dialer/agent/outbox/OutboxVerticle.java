package io.dialer.agent.outbox;

import io.dialer.agent.bus.Addresses;
import io.dialer.agent.bus.Bus;
import io.dialer.agent.bus.DeadLetterCommand;
import io.dialer.agent.bus.DeadLetters;
import io.dialer.agent.bus.Done;
import io.dialer.agent.bus.OutboxStatus;
import io.dialer.agent.bus.StatusQuery;
import io.dialer.agent.config.AgentConfig;
import io.dialer.agent.config.BackendIdentity;
import io.dialer.agent.store.SteadyClock;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
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
    /** While there is more to give back. */
    private static final Duration VACUUM_GOES_ON = Duration.ofMillis(250);
    /** What fresh results and posts under way get at a stop. */
    private static final Duration LAST_POSTS = Duration.ofSeconds(3);

    private static final Instant NO_CLOCK_BEFORE = Instant.parse("2020-01-01T00:00:00Z");
    private static final Duration LONGEST_LOOK = Duration.ofSeconds(1);
    /** Of the last minute, at the start: what is beyond is delivered as backlog. */
    private static final int MOST_FOUND_FRESH = 20_000;

    private final Path file;
    private final Pauses pauses;
    private final InstantSource clock;
    private AgentConfig config;
    private Bus bus;
    private OutboxStore store;
    private OutboxDead dead;
    private Tally tally;
    private Removals removals;
    private Sender sender;
    private Intake intake;
    private Caps caps;
    private boolean vacuuming;
    private boolean stopped;
    private long oldestStartedMs;

    /**
     * An outbox.
     *
     * @param file where it keeps what waits
     */
    public OutboxVerticle(AgentConfig config, Path file) {
        this(config, file, Pauses.USUAL, new SteadyClock());
    }

    @SuppressWarnings("NullAway.Init") // Vert.x calls start() before anything else
    OutboxVerticle(AgentConfig config, Path file, Pauses pauses, InstantSource clock) {
        this.config = config;
        this.file = file;
        this.pauses = pauses;
        this.clock = clock;
    }

    @Override
    public Future<?> start() {
        bus = new Bus(vertx);
        if (!config.backend().deliver()) {
            LOG.info("shadow mode: nothing is delivered (backend.deliver is false)");
            bus.answer(Addresses.OUTBOX_STATUS, query -> Future.succeededFuture(OutboxStatus.EMPTY));
            bus.answer(Addresses.OUTBOX_SETTLED, query -> Future.succeededFuture(new Done()));
            bus.answer(Addresses.OUTBOX_DEAD, command -> Future.succeededFuture(new DeadLetters(List.of(), 0)));
            return Future.succeededFuture();
        }
        return OutboxStore.open(vertx, file, config.outbox().synchronous())
                .compose(opened -> {
                    store = opened;
                    dead = opened.dead();
                    return redate();
                })
                .compose(redated -> begin())
                .onSuccess(begun -> serve());
    }

    /** A host without a clock of its own begins in 1970, and what it stored then would be too old at the next start. */
    private Future<Integer> redate() {
        return store.ages().compose(ages -> {
            boolean clockWasNotSet =
                    ages.oldestStartedMs() != 0 && ages.oldestStartedMs() < NO_CLOCK_BEFORE.toEpochMilli();
            return clockWasNotSet
                    ? store.redate(NO_CLOCK_BEFORE.toEpochMilli(), clock.millis())
                    : Future.succeededFuture(0);
        });
    }

    private Future<Void> begin() {
        long aMinuteAgo = clock.millis() - Lanes.FRESH.toMillis();
        Future<OutboxStore.Extent> found = store.extent();
        Future<Long> letters = dead.count();
        Future<List<OutboxRow>> fresh = store.newest(aMinuteAgo, MOST_FOUND_FRESH);
        return Future.all(found, letters, fresh).map(all -> {
            tally = new Tally(found.result().rows(), letters.result());
            removals = new Removals(vertx, store, dead, tally, pauses.removal());
            sender = new Sender(
                    vertx,
                    bus,
                    store,
                    removals,
                    config.backend().concurrency(),
                    tally,
                    pauses,
                    found.result().lastId());
            sender.foundFresh(fresh.result());
            intake = new Intake(vertx, store, clock, pauses.storing(), this::stored);
            caps = new Caps(config.outbox(), store, dead, tally, sender, clock);
            return null;
        });
    }

    private void serve() {
        bus.subscribe(Addresses.PROBE_RESULT, intake::take);
        bus.subscribe(Addresses.BACKEND_CAPABILITIES, capabilities -> sender.announced(capabilities.batches()));
        bus.subscribe(Addresses.CONFIG_CHANGED, changed -> reconfigure(changed.config()));
        bus.answer(Addresses.OUTBOX_STATUS, this::status);
        bus.answer(Addresses.OUTBOX_SETTLED, query -> intake.stored().map(new Done()));
        bus.answer(Addresses.OUTBOX_DEAD, this::dead);
        store.whenReplaced(this::countAnew);
        vertx.setPeriodic(pauses.look().toMillis(), timer -> caps.look());
        vertx.setPeriodic(VACUUM.toMillis(), timer -> beginVacuum());
        LOG.atInfo()
                .addKeyValue("file", file)
                .addKeyValue("waiting", tally.waiting())
                .addKeyValue("dead", tally.dead())
                .log("outbox open");
        sender.sendWhatMayGo();
    }

    @Override
    public Future<?> stop() {
        if (sender == null) {
            return Future.succeededFuture();
        }
        return untilSettled(System.nanoTime() + LAST_POSTS.toNanos())
                .compose(settled -> intake.stop())
                .compose(stored -> sender.stop(LAST_POSTS))
                .compose(answered -> {
                    stopped = true;
                    sender.noteWhatIsUnderWay();
                    caps.stop();
                    removals.stop();
                    return store.close();
                })
                .onSuccess(closed -> LOG.atInfo()
                        .addKeyValue("waiting", tally.waiting())
                        .addKeyValue("delivered", tally.deliveredCount())
                        .addKeyValue("dead", tally.dead())
                        .addKeyValue("lost", intake.lost())
                        .log("outbox closed"));
    }

    private void reconfigure(AgentConfig changed) {
        BackendIdentity before = BackendIdentity.of(config);
        BackendIdentity now = BackendIdentity.of(changed);
        config = changed;
        caps.limits(changed.outbox());
        sender.concurrency(changed.backend().concurrency());
        if (!before.equals(now)) {
            sender.otherBackend(!before.serverUrl().equals(now.serverUrl()));
        }
    }

    /** The last results go out at once where the backend takes them; where it does not they wait on disk. */
    private Future<Void> untilSettled(long deadline) {
        if ((intake.settled() && sender.settled()) || System.nanoTime() - deadline >= 0) {
            return Future.succeededFuture();
        }
        Promise<Void> promise = Promise.promise();
        vertx.setTimer(20, timer -> untilSettled(deadline).onComplete(promise));
        return promise.future();
    }

    private void stored(long id, UnstoredResult stored) {
        LOG.atDebug()
                .addKeyValue("result_id", stored.resultId())
                .addKeyValue("task_id", stored.taskId())
                .log("result stored");
        tally.stored();
        sender.stored(stored.asRow(id));
    }

    private void countAnew() {
        Future<OutboxStore.Extent> found = store.extent();
        Future<Long> letters = dead.count();
        Future.all(found, letters)
                .onSuccess(all -> tally.counted(found.result().rows(), letters.result()))
                .onFailure(failure -> LOG.error("the outbox cannot be counted", failure));
    }

    private void beginVacuum() {
        if (!vacuuming) {
            vacuuming = true;
            vacuum();
        }
    }

    private void vacuum() {
        store.vacuum().onComplete(done -> {
            if (done.succeeded() && done.result() > 0 && !stopped) {
                vertx.setTimer(VACUUM_GOES_ON.toMillis(), timer -> vacuum());
                return;
            }
            vacuuming = false;
            if (done.failed()) {
                LOG.atWarn()
                        .addKeyValue("reason", done.cause().getMessage())
                        .log("freed pages of the outbox cannot be given back");
            }
        });
    }

    /** Counted in memory but for the oldest: a disk that fails or hangs must not silence the heartbeat, which tells of it. */
    private Future<OutboxStatus> status(StatusQuery query) {
        return store.ages()
                .timeout(LONGEST_LOOK.toMillis(), TimeUnit.MILLISECONDS)
                .onSuccess(ages -> oldestStartedMs = ages.oldestStartedMs())
                .transform(looked -> Future.succeededFuture(new OutboxStatus(
                        tally.waiting() + intake.held(),
                        oldestStartedMs == 0 ? 0 : Math.max(0, (clock.millis() - oldestStartedMs) / 1000.0),
                        tally.droppedCount(),
                        intake.lost(),
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
