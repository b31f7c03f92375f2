package io.dialer.agent.outbox;

import io.dialer.agent.bus.DeliveryReply;
import io.dialer.agent.bus.DeliveryReply.Exemption;
import io.dialer.agent.bus.DeliveryReply.Verdict;
import io.dialer.agent.probe.ProbeResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does with rows what the answer to their post means. Works on the outbox's event loop. */
final class Answers {
    private static final Logger LOG = LoggerFactory.getLogger(Answers.class);
    private static final int PAYLOAD_TOO_LARGE = 413;

    private final Removals removals;
    private final OutboxStore store;
    private final Lanes lanes;
    private final LinkState link;
    private final SendWindow window;
    private final ParcelSize parcelSize;
    private final Tally tally;
    private final Pauses pauses;
    private final RowFailures failures = new RowFailures();
    private final Loners loners;
    /** How often rows were sent whole without an answer, by this process or before. */
    private final NavigableMap<Long, Integer> unanswered = new TreeMap<>();

    Answers(
            Removals removals,
            OutboxStore store,
            Lanes lanes,
            LinkState link,
            SendWindow window,
            ParcelSize parcelSize,
            Loners loners,
            Tally tally,
            Pauses pauses) {
        this.removals = removals;
        this.store = store;
        this.lanes = lanes;
        this.link = link;
        this.window = window;
        this.parcelSize = parcelSize;
        this.loners = loners;
        this.tally = tally;
        this.pauses = pauses;
    }

    /**
     * Puts every row of a parcel where it belongs now.
     *
     * @param results the parcel's, in its order
     */
    void handle(Parcel parcel, List<ProbeResult> results, DeliveryReply reply, Duration after) {
        switch (reply.verdict()) {
            case ACCEPTED -> accepted(parcel, results, reply, after);
            case REFUSED, BATCH_REFUSED -> refused(parcel, reply, after);
            case UNAUTHORIZED -> unauthorized(parcel, reply);
            case SERVER_ERROR -> serverError(parcel, reply);
            case UNREACHABLE -> unreachable(parcel, reply);
            case UNANSWERED -> unanswered(parcel, reply);
        }
    }

    /** What rows have failed on is of another backend. */
    void otherBackend() {
        failures.forgetUpTo(Long.MAX_VALUE);
        loners.forgetUpTo(Long.MAX_VALUE);
    }

    void forgetUpTo(long id) {
        failures.forgetUpTo(id);
        loners.forgetUpTo(id);
        unanswered.headMap(id, true).clear();
    }

    private void accepted(Parcel parcel, List<ProbeResult> results, DeliveryReply reply, Duration after) {
        Map<String, Exemption> exemptions = reply.exemptions().stream()
                .collect(Collectors.toMap(Exemption::resultId, Function.identity(), (one, other) -> other));
        boolean works = exemptions.size() < parcel.rows().size()
                || exemptions.values().stream().anyMatch(exempted -> exempted.verdict() == Verdict.REFUSED);
        if (works) {
            window.answered(after);
            parcelSize.passed(parcel.rows().size());
            linkWorks();
        } else {
            noteFailure(reply);
        }
        List<Long> taken = new ArrayList<>();
        for (int index = 0; index < parcel.rows().size(); index++) {
            OutboxRow row = parcel.rows().get(index);
            Exemption exemption = exemptions.get(results.get(index).resultId());
            if (exemption == null) {
                taken.add(row.id());
                settled(row);
                lanes.finish(row, parcel.isFresh());
            } else {
                exempted(row, parcel.isFresh(), exemption);
            }
        }
        tally.delivered(taken.size());
        removals.remove(taken);
    }

    private void exempted(OutboxRow row, boolean isFresh, Exemption exemption) {
        switch (exemption.verdict()) {
            case REFUSED, BATCH_REFUSED -> bury(row, isFresh, refusal(exemption.status(), exemption.reason()));
            case UNAUTHORIZED ->
                lanes.hold(
                        row, isFresh, System.nanoTime() + pauses.unauthorized().toNanos());
            default ->
                again(
                        row,
                        isFresh,
                        new DeliveryReply(exemption.verdict(), exemption.status(), exemption.reason(), Duration.ZERO),
                        true);
        }
    }

    private void linkWorks() {
        if (link.succeeded()) {
            LOG.atInfo().addKeyValue("waiting", tally.waiting()).log("the backend takes results again");
            lanes.release(System.nanoTime());
            parcelSize.backendIsBack();
        }
    }

    private void refused(Parcel parcel, DeliveryReply reply, Duration after) {
        window.answered(after);
        if (parcel.isSingle()) {
            linkWorks();
            bury(parcel.first(), parcel.isFresh(), refusal(reply.status(), reply.reason()));
            return;
        }
        boolean nothingThere = reply.status() == 404 || reply.status() == 405 || reply.status() == 501;
        LOG.atDebug()
                .addKeyValue("results", parcel.rows().size())
                .addKeyValue("status", reply.status())
                .addKeyValue("reason", reply.reason())
                .log("a batch is refused");
        if (nothingThere) {
            parcelSize.pause(System.nanoTime());
        } else if (reply.status() == PAYLOAD_TOO_LARGE) {
            parcelSize.tooLarge();
        } else {
            parcelSize.refused(System.nanoTime());
            parcel.rows().forEach(row -> loners.add(row.id()));
        }
        lanes.giveBack(parcel);
    }

    private void unauthorized(Parcel parcel, DeliveryReply reply) {
        long now = System.nanoTime();
        boolean before = link.unauthorized();
        long again = link.refusedUs(now);
        if (link.unauthorized() && !before) {
            LOG.atError()
                    .addKeyValue("status", reply.status())
                    .addKeyValue("reason", reply.reason())
                    .log("the backend refuses our token; results are kept and tried slowly");
        }
        if (parcel.isSingle()) {
            lanes.hold(parcel.first(), parcel.isFresh(), again);
        } else {
            lanes.giveBack(parcel);
        }
    }

    /** One bad row may fail a whole batch; which one it is shows when each goes alone. */
    private void serverError(Parcel parcel, DeliveryReply reply) {
        if (parcel.isSingle()) {
            again(parcel.first(), parcel.isFresh(), reply, false);
            return;
        }
        noteFailure(reply);
        parcel.rows().forEach(row -> loners.add(row.id()));
        lanes.giveBack(parcel);
    }

    private void unreachable(Parcel parcel, DeliveryReply reply) {
        if (parcel.isSingle()) {
            again(parcel.first(), parcel.isFresh(), reply, false);
            return;
        }
        // The link's fault and no row's, so the link decides when to go on; unless it is that there are so many.
        noteFailure(reply);
        parcelSize.tooLarge();
        lanes.giveBack(parcel);
    }

    /** From now on the row goes alone: it must fail no batch. */
    private void again(OutboxRow row, boolean isFresh, DeliveryReply reply, boolean othersAnswered) {
        loners.add(row.id());
        boolean serverError = reply.verdict() == Verdict.SERVER_ERROR;
        RowFailures.Failure failure = failures.failed(row.id(), serverError, link.successes());
        if (failures.isPoison(row.id())) {
            bury(row, isFresh, "server error %d again and again: %s".formatted(reply.status(), reply.reason()));
            return;
        }
        // A row that fails while others pass says nothing about the backend, and must not hold the others up.
        if (!othersAnswered && !failure.othersPass()) {
            noteFailure(reply);
        }
        lanes.hold(
                row,
                isFresh,
                System.nanoTime() + pauses.row().pauseNanos(failure.attempts(), ThreadLocalRandom.current()));
    }

    private void noteFailure(DeliveryReply reply) {
        window.failed();
        boolean answered = reply.status() != 0;
        if (link.failed(answered, reply.retryAfter(), System.nanoTime())) {
            LOG.atWarn()
                    .addKeyValue("status", reply.status())
                    .addKeyValue("reason", reply.reason())
                    .addKeyValue("waiting", tally.waiting())
                    .log("the backend takes no results; they are kept");
        }
    }

    /**
     * A post that was sent whole but not answered may have been taken. Where the backend knows repeats, that does not
     * matter; else it is repeated a few times only, far apart.
     */
    private void unanswered(Parcel parcel, DeliveryReply reply) {
        if (parcelSize.repeatsAreKnown()) {
            unreachable(parcel, reply);
            return;
        }
        noteFailure(reply);
        parcel.rows().forEach(row -> unanswered(row, parcel.isFresh(), reply));
    }

    private void unanswered(OutboxRow row, boolean isFresh, DeliveryReply reply) {
        int before = unansweredBefore(row);
        List<Duration> repeats = pauses.unanswered();
        if (before >= repeats.size()) {
            bury(row, isFresh, "sent %d times without an answer: %s".formatted(before + 1, reply.reason()));
            return;
        }
        noteUnanswered(row);
        lanes.holdFirmly(row, isFresh, System.nanoTime() + repeats.get(before).toNanos());
    }

    /** The row was sent whole, as far as one can tell. Counted here as well, because a full disk may refuse it. */
    void noteUnanswered(OutboxRow row) {
        unanswered.put(row.id(), unansweredBefore(row) + 1);
        store.countUnanswered(row.id())
                .onFailure(failure -> LOG.debug("an attempt cannot be noted in the outbox: {}", failure.getMessage()));
    }

    private int unansweredBefore(OutboxRow row) {
        return Math.max(row.unanswered(), unanswered.getOrDefault(row.id(), 0));
    }

    /**
     * True where a row must wait that an earlier process of this agent sent without hearing an answer; it has been put
     * where it waits.
     */
    boolean putOff(OutboxRow row, boolean isFresh) {
        if (row.unanswered() == 0 || parcelSize.repeatsAreKnown() || unanswered.containsKey(row.id())) {
            return false;
        }
        unanswered.put(row.id(), row.unanswered());
        List<Duration> repeats = pauses.unanswered();
        Duration wait = repeats.get(Math.min(row.unanswered(), repeats.size()) - 1);
        lanes.holdFirmly(row, isFresh, System.nanoTime() + wait.toNanos());
        return true;
    }

    /** Until it is a dead letter the row stays in flight: nobody sends it again. */
    void bury(OutboxRow row, boolean isFresh, String reason) {
        settled(row);
        removals.bury(row, reason).onSuccess(buried -> lanes.finish(row, isFresh));
    }

    /** Nothing needs to be known of the row any more. */
    void settled(OutboxRow row) {
        failures.forget(row.id());
        loners.forget(row.id());
        unanswered.remove(row.id());
    }

    private static String refusal(int status, String reason) {
        return "refused with %d: %s".formatted(status, reason);
    }
}
