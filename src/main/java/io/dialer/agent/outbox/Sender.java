package io.dialer.agent.outbox;

import io.dialer.agent.bus.Addresses;
import io.dialer.agent.bus.BackendLook;
import io.dialer.agent.bus.BackendSeen;
import io.dialer.agent.bus.Bus;
import io.dialer.agent.bus.Delivery;
import io.dialer.agent.bus.DeliveryReply;
import io.dialer.agent.probe.ProbeResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Sends what waits: takes rows from the lanes while the window allows, and hands them to the backend verticle. Works on
 * the outbox's event loop.
 */
final class Sender {
    /** Rows that fall due by time alone are found at the latest so much later. */
    private static final Duration LONGEST_NAP = Duration.ofSeconds(1);

    private final Vertx vertx;
    private final Bus bus;
    private final OutboxStore store;
    private final Removals removals;
    private final Tally tally;
    private final Pauses pauses;
    private final Lanes lanes = new Lanes();
    private final Loners loners = new Loners();
    private final ParcelSize parcelSize = new ParcelSize();
    private final SendWindow window;
    private final LinkState link;
    private final Answers answers;
    private final BacklogReader backlogReader;
    private final WakeUp wakeUp;
    private long lastStoredId;
    private final Set<Parcel> underWay = new HashSet<>();
    /** Counts the backends, and our rights there. */
    private long era;

    private int posts;
    private boolean sendingSoon;
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
            Removals removals,
            int concurrency,
            Tally tally,
            Pauses pauses,
            long lastStoredId) {
        this.vertx = vertx;
        this.bus = bus;
        this.store = store;
        this.removals = removals;
        this.tally = tally;
        this.pauses = pauses;
        this.window = new SendWindow(concurrency);
        this.link = new LinkState(pauses, ThreadLocalRandom.current(), System.nanoTime());
        this.answers = new Answers(removals, store, lanes, link, window, parcelSize, loners, tally, pauses);
        this.backlogReader = new BacklogReader(vertx, store, lanes.backlog, pauses.storing(), this::sendWhatMayGo);
        this.wakeUp = new WakeUp(vertx, this::sendWhatMayGo);
        this.lastStoredId = lastStoredId;
    }

    /** Rows of the last minute that were found at the start, oldest first. */
    void foundFresh(List<OutboxRow> rows) {
        rows.forEach(row -> lanes.fresh.add(row, System.nanoTime()));
    }

    /** A result was committed. */
    void stored(OutboxRow row) {
        lastStoredId = Math.max(lastStoredId, row.id());
        lanes.fresh.add(row, System.nanoTime());
        sendSoon();
    }

    /** Rows up to an id were removed from the store. */
    void removedUpTo(long id) {
        lanes.forgetUpTo(id);
        answers.forgetUpTo(id);
    }

    /** Dead letters became waiting rows again. */
    void revived(long newLastId) {
        lastStoredId = Math.max(lastStoredId, newLastId);
        sendSoon();
    }

    /** What the backend can do. */
    void announced(boolean batches) {
        parcelSize.announced(batches);
        sendSoon();
    }

    /** Posts at once, at most. */
    void concurrency(int most) {
        window.most(most);
        sendSoon();
    }

    /**
     * The backend, or our name or right there, is another from now on: what was refused before may be taken now.
     *
     * @param atAnotherPlace what it has announced does not count any more either
     */
    void otherBackend(boolean atAnotherPlace) {
        era++;
        link.otherBackend(System.nanoTime());
        lanes.release(System.nanoTime());
        if (atAnotherPlace) {
            parcelSize.announced(false);
            answers.otherBackend();
        }
        sendSoon();
    }

    /** Sends no more, and waits for the answers to what is under way. */
    Future<Void> stop(Duration patience) {
        Promise<Void> promise = Promise.promise();
        stopping = promise;
        vertx.setTimer(patience.toMillis(), timer -> promise.tryComplete());
        completeStop();
        return promise.future();
    }

    /** At the very end: what nobody has answered may have been taken, and the next start must know. */
    void noteWhatIsUnderWay() {
        if (!parcelSize.repeatsAreKnown()) {
            underWay.forEach(parcel -> parcel.rows().forEach(answers::noteUnanswered));
        }
    }

    /** True when nothing fresh waits, or nothing can be sent now. */
    boolean settled() {
        return link.down() || lanes.fresh.size() == 0;
    }

    /** After what the store has just committed as well, so that it goes in one post and not in many. */
    private void sendSoon() {
        if (!sendingSoon) {
            sendingSoon = true;
            vertx.getOrCreateContext().runOnContext(ignored -> {
                sendingSoon = false;
                sendWhatMayGo();
            });
        }
    }

    void sendWhatMayGo() {
        if (stopping != null) {
            completeStop();
            return;
        }
        long now = System.nanoTime();
        // Also while nothing may be sent: an outage must not fill the memory.
        lanes.fresh.letOldOnesGo(now);
        if (link.wantsLook(now) && tally.waiting() > 0) {
            look();
        }
        while (posts < link.allowed(window.size(), now)) {
            Parcel parcel = (link.down() ? lanes.takeOneToTry(now) : lanes.take(limit(now), now)).orElse(null);
            if (parcel == null) {
                break;
            }
            send(parcel);
        }
        backlogReader.read(lanes.backlogCeiling(lastStoredId), now);
        wakeUpInTime(now);
    }

    private Parcel.Limit limit(long now) {
        int rows = parcelSize.rows(now);
        return rows == 1 ? Parcel.Limit.ONE : new Parcel.Limit(rows, parcelSize.bytes(), loners.ids());
    }

    private void look() {
        bus.ask(Addresses.BACKEND_LOOK, new BackendLook(link.beginLook()))
                .otherwise(failure -> new BackendSeen(false))
                .onSuccess(seen -> {
                    link.looked(seen.answered(), System.nanoTime());
                    sendWhatMayGo();
                });
    }

    private void wakeUpInTime(long now) {
        long soonest = now + LONGEST_NAP.toNanos();
        if (link.notBefore() - now > 0 && link.notBefore() - soonest < 0) {
            soonest = link.notBefore();
        }
        Long release = lanes.fresh.nextRelease();
        if (release != null && release - now > 0 && release - soonest < 0) {
            soonest = release;
        }
        wakeUp.notLaterThan(soonest, now);
    }

    private void send(Parcel taken) {
        posts++;
        // A look that began before a removal was committed may have found the row; asked before its result is read,
        // this is sure: the read begins after the commit, and finds nothing.
        List<OutboxRow> wanted = taken.rows().stream()
                .filter(row -> !removals.isDelivered(row.id()))
                .toList();
        taken.rows().stream()
                .filter(row -> removals.isDelivered(row.id()))
                .forEach(row -> lanes.finish(row, taken.isFresh()));
        if (wanted.isEmpty()) {
            posts--;
            sendSoon();
            return;
        }
        Parcel parcel = new Parcel(wanted, taken.isFresh());
        List<Long> toRead = parcel.rows().stream()
                .filter(row -> row.result() == null)
                .map(OutboxRow::id)
                .toList();
        if (toRead.isEmpty()) {
            post(parcel, parcel.rows().stream().map(OutboxRow::result).toList());
            return;
        }
        store.results(toRead).onSuccess(read -> send(parcel, read)).onFailure(failure -> {
            backlogReader.complain(failure);
            long until = System.nanoTime() + pauses.row().most().toNanos();
            parcel.rows().forEach(row -> lanes.hold(row, parcel.isFresh(), until));
            answered();
        });
    }

    private void send(Parcel parcel, StoredResults read) {
        List<OutboxRow> rows = new ArrayList<>();
        List<ProbeResult> results = new ArrayList<>();
        for (OutboxRow row : parcel.rows()) {
            ProbeResult result =
                    row.result() != null ? row.result() : read.readable().get(row.id());
            String damage = read.unreadable().get(row.id());
            if (damage != null) {
                answers.bury(row, parcel.isFresh(), "its stored form cannot be read: " + damage);
            } else if (result == null) {
                // It was removed meanwhile.
                lanes.finish(row, parcel.isFresh());
                answers.settled(row);
            } else if (!answers.putOff(row, parcel.isFresh())) {
                rows.add(row);
                results.add(result);
            }
        }
        if (rows.isEmpty()) {
            answered();
        } else {
            post(new Parcel(rows, parcel.isFresh()), results);
        }
    }

    private void post(Parcel parcel, List<ProbeResult> results) {
        long sentAt = System.nanoTime();
        long sentIn = era;
        underWay.add(parcel);
        bus.ask(Addresses.BACKEND_DELIVER, new Delivery(results))
                .otherwise(failure -> new DeliveryReply(
                        DeliveryReply.Verdict.UNREACHABLE, 0, String.valueOf(failure.getMessage()), Duration.ZERO))
                .onSuccess(reply -> {
                    underWay.remove(parcel);
                    if (sentIn != era && reply.verdict() != DeliveryReply.Verdict.ACCEPTED) {
                        // It says nothing of the backend that is there by now.
                        lanes.giveBack(parcel);
                        answered();
                        return;
                    }
                    answers.handle(parcel, results, reply, Duration.ofNanos(System.nanoTime() - sentAt));
                    answered();
                });
    }

    private void answered() {
        posts--;
        sendWhatMayGo();
    }

    private void completeStop() {
        if (stopping != null && posts == 0) {
            stopping.tryComplete();
        }
    }
}
