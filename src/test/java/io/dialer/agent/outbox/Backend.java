package io.dialer.agent.outbox;

import io.dialer.agent.bus.Addresses;
import io.dialer.agent.bus.BackendCapabilities;
import io.dialer.agent.bus.BackendSeen;
import io.dialer.agent.bus.Bus;
import io.dialer.agent.bus.DeliveryReply;
import io.dialer.agent.bus.DeliveryReply.Exemption;
import io.dialer.agent.bus.DeliveryReply.Verdict;
import io.dialer.agent.probe.ProbeResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** Answers {@code backend.deliver} by a script, and keeps what came. */
final class Backend {
    private final List<ProbeResult> asked = new CopyOnWriteArrayList<>();
    private final List<ProbeResult> accepted = new CopyOnWriteArrayList<>();
    private final List<Integer> posts = new CopyOnWriteArrayList<>();
    private final Bus bus;
    private volatile Function<ProbeResult, Verdict> script;
    private final Queue<Runnable> held = new ConcurrentLinkedQueue<>();
    /** Posts are not answered before the test says so. */
    volatile boolean holds;

    final AtomicInteger looks = new AtomicInteger();
    volatile boolean answersLooks = true;
    /** A status; 0: batches are taken. */
    volatile int refusesBatchesWith;

    volatile int largestBatch = Integer.MAX_VALUE;
    volatile Verdict largerOnesAre = Verdict.BATCH_REFUSED;
    /** One bad result fails its whole batch, as where a backend stores it in one transaction. */
    volatile boolean wholeBatchesFail;

    Backend(Vertx vertx, Function<ProbeResult, Verdict> script) {
        this.script = script;
        this.bus = new Bus(vertx);
        bus.answer(Addresses.BACKEND_LOOK, look -> {
            looks.incrementAndGet();
            return Future.succeededFuture(new BackendSeen(answersLooks));
        });
        bus.answer(Addresses.BACKEND_DELIVER, delivery -> {
            if (!holds) {
                return Future.succeededFuture(answer(delivery.results()));
            }
            Promise<DeliveryReply> later = Promise.promise();
            held.add(() -> later.complete(answer(delivery.results())));
            return later.future();
        });
    }

    /** Posts that wait for their answers. */
    int held() {
        return held.size();
    }

    /** Answers some of the posts that wait, the oldest first. */
    void letGo(int posts) {
        for (int post = 0; post < posts; post++) {
            Objects.requireNonNull(held.poll()).run();
        }
    }

    private DeliveryReply answer(List<ProbeResult> results) {
        posts.add(results.size());
        asked.addAll(results);
        if (results.size() > 1 && refusesBatchesWith != 0) {
            return new DeliveryReply(Verdict.BATCH_REFUSED, refusesBatchesWith, "as scripted", Duration.ZERO);
        }
        if (results.size() > largestBatch) {
            return new DeliveryReply(
                    largerOnesAre, largerOnesAre == Verdict.BATCH_REFUSED ? 413 : 0, "as scripted", Duration.ZERO);
        }
        List<Exemption> exemptions = new ArrayList<>();
        for (ProbeResult result : results) {
            Verdict verdict = script.apply(result);
            if (verdict == Verdict.ACCEPTED) {
                accepted.add(result);
            } else {
                exemptions.add(new Exemption(result.resultId(), verdict, status(verdict), "as scripted"));
            }
        }
        if (results.size() == 1 || wholeBatchesFail) {
            for (Exemption first : exemptions) {
                return new DeliveryReply(first.verdict(), first.status(), first.reason(), Duration.ZERO);
            }
        }
        return new DeliveryReply(Verdict.ACCEPTED, 201, "", Duration.ZERO, exemptions);
    }

    private static int status(Verdict verdict) {
        return switch (verdict) {
            case ACCEPTED -> 201;
            case REFUSED, BATCH_REFUSED -> 400;
            case UNAUTHORIZED -> 401;
            case SERVER_ERROR -> 500;
            case UNREACHABLE, UNANSWERED -> 0;
        };
    }

    /** Announces that batches are taken. */
    void takesBatches() {
        bus.publish(Addresses.BACKEND_CAPABILITIES, new BackendCapabilities(true));
    }

    /** Results in each post. */
    List<Integer> posts() {
        return posts;
    }

    void nowSays(Verdict verdict) {
        script = result -> verdict;
    }

    List<ProbeResult> asked() {
        return asked;
    }

    List<String> acceptedIds() {
        return accepted.stream().map(ProbeResult::resultId).toList();
    }

    List<String> acceptedIdsOf(String taskId) {
        return accepted.stream()
                .filter(result -> result.taskId().equals(taskId))
                .map(ProbeResult::resultId)
                .toList();
    }

    long askedFor(String resultId) {
        return asked.stream()
                .filter(result -> result.resultId().equals(resultId))
                .count();
    }
}
