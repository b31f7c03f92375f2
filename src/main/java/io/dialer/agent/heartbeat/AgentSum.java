package io.dialer.agent.heartbeat;

import io.dialer.agent.bus.AgentStatus;
import io.dialer.agent.bus.OutboxStatus;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;

/** The state of an agent that runs on several hosts: what can be added is, of lateness and age the worst counts. Pure. */
final class AgentSum {
    private AgentSum() {}

    static AgentStatus of(List<AgentStatus> parts) {
        List<AgentStatus.Pool> pools = parts.stream().map(AgentStatus::pool).toList();
        List<AgentStatus.Tasks> tasks = parts.stream().map(AgentStatus::tasks).toList();
        List<AgentStatus.Lateness> lateness =
                parts.stream().map(AgentStatus::lateness).toList();
        return new AgentStatus(
                new AgentStatus.Pool(
                        whole(pools, AgentStatus.Pool::maxWorkers),
                        whole(pools, AgentStatus.Pool::active),
                        whole(pools, AgentStatus.Pool::queued),
                        whole(pools, AgentStatus.Pool::queueLimit),
                        sum(pools, AgentStatus.Pool::completed),
                        sum(pools, AgentStatus.Pool::refused),
                        sum(pools, AgentStatus.Pool::skipped),
                        whole(pools, AgentStatus.Pool::workersNeeded)),
                new AgentStatus.Tasks(
                        whole(tasks, AgentStatus.Tasks::total),
                        whole(tasks, AgentStatus.Tasks::running),
                        sum(tasks, AgentStatus.Tasks::endedRuns),
                        sum(tasks, AgentStatus.Tasks::succeededRuns),
                        whole(tasks, AgentStatus.Tasks::failing),
                        sum(tasks, AgentStatus.Tasks::changes)),
                new AgentStatus.Lateness(
                        worst(lateness, AgentStatus.Lateness::p50),
                        worst(lateness, AgentStatus.Lateness::p99),
                        worst(lateness, AgentStatus.Lateness::max),
                        sum(lateness, AgentStatus.Lateness::runs)));
    }

    static OutboxStatus ofOutboxes(List<OutboxStatus> parts) {
        return new OutboxStatus(
                sum(parts, OutboxStatus::depth),
                worst(parts, OutboxStatus::oldestAgeSeconds),
                sum(parts, OutboxStatus::dropped),
                sum(parts, OutboxStatus::notStored),
                sum(parts, OutboxStatus::dead),
                sum(parts, OutboxStatus::delivered));
    }

    private static <P> int whole(List<P> parts, ToIntFunction<P> figure) {
        return parts.stream().mapToInt(figure).sum();
    }

    private static <P> long sum(List<P> parts, ToLongFunction<P> figure) {
        return parts.stream().mapToLong(figure).sum();
    }

    private static <P> double worst(List<P> parts, ToDoubleFunction<P> figure) {
        return parts.stream().mapToDouble(figure).max().orElse(0);
    }
}
