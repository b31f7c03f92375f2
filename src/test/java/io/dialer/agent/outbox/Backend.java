package io.dialer.agent.outbox;

import io.dialer.agent.bus.Addresses;
import io.dialer.agent.bus.Bus;
import io.dialer.agent.bus.DeliveryReply;
import io.dialer.agent.bus.DeliveryReply.Verdict;
import io.dialer.agent.probe.ProbeResult;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** Answers {@code backend.deliver} by a script, and keeps what came. */
final class Backend {
    private final List<ProbeResult> asked = new CopyOnWriteArrayList<>();
    private final List<ProbeResult> accepted = new CopyOnWriteArrayList<>();
    private volatile Function<ProbeResult, Verdict> script;

    Backend(Vertx vertx, Function<ProbeResult, Verdict> script) {
        this.script = script;
        new Bus(vertx).answer(Addresses.BACKEND_DELIVER, delivery -> {
            ProbeResult result = delivery.result();
            asked.add(result);
            Verdict verdict = this.script.apply(result);
            if (verdict == Verdict.ACCEPTED) {
                accepted.add(result);
            }
            int status = switch (verdict) {
                case ACCEPTED -> 201;
                case REFUSED -> 400;
                case UNAUTHORIZED -> 401;
                case SERVER_ERROR -> 500;
                case UNREACHABLE, UNANSWERED -> 0;
            };
            return Future.succeededFuture(new DeliveryReply(verdict, status, "as scripted", Duration.ZERO));
        });
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
