package io.dialer.agent.telemetry.metrics;

import io.dialer.agent.bus.Addresses;
import io.dialer.agent.bus.AgentStatus;
import io.dialer.agent.bus.Bus;
import io.dialer.agent.bus.ConfigStatus;
import io.dialer.agent.bus.LatenessHistogram;
import io.dialer.agent.bus.Members;
import io.dialer.agent.bus.Moves;
import io.dialer.agent.bus.OutboxStatus;
import io.dialer.agent.bus.Request;
import io.dialer.agent.bus.StatusQuery;
import io.dialer.agent.bus.TaskListing;
import io.dialer.agent.bus.TaskQuery;
import io.vertx.core.Future;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What the parts of the agent say of themselves; null where one does not answer, which is a figure as well.
 *
 * @param moves null also where there is no such part: the agent starts or stops
 */
record AgentFigures(
        @Nullable AgentStatus scheduler,
        @Nullable LatenessHistogram lateness,
        @Nullable TaskListing tasks,
        @Nullable OutboxStatus outbox,
        @Nullable ConfigStatus configuration,
        @Nullable Members members,
        @Nullable Moves moves) {
    /** Before anybody has looked. */
    static final AgentFigures NONE = new AgentFigures(null, null, null, null, null, null, null);

    /** Prometheus gives up after ten seconds, and what the others said must not be lost with one that is silent. */
    private static final long PATIENCE_SECONDS = 3;

    static Future<AgentFigures> look(Bus bus) {
        Future<@Nullable AgentStatus> scheduler = ask(bus, Addresses.SCHEDULER_STATUS, new StatusQuery());
        Future<@Nullable LatenessHistogram> lateness = ask(bus, Addresses.SCHEDULER_LATENESS, new StatusQuery());
        Future<@Nullable TaskListing> tasks = ask(bus, Addresses.SCHEDULER_LIST, new TaskQuery(null));
        Future<@Nullable OutboxStatus> outbox = ask(bus, Addresses.OUTBOX_STATUS, new StatusQuery());
        Future<@Nullable ConfigStatus> configuration = ask(bus, Addresses.CONFIG_STATUS, new StatusQuery());
        Future<@Nullable Members> members = ask(bus, Addresses.CLUSTER_LOOK, new StatusQuery());
        Future<@Nullable Moves> moves = ask(bus, Addresses.CLUSTER_MOVES, new StatusQuery());
        return Future.all(List.of(scheduler, lateness, tasks, outbox, configuration, members, moves))
                .map(all -> new AgentFigures(
                        scheduler.result(),
                        lateness.result(),
                        tasks.result(),
                        outbox.result(),
                        configuration.result(),
                        members.result(),
                        moves.result()));
    }

    private static <Q, R> Future<@Nullable R> ask(Bus bus, Request<Q, R> address, Q question) {
        return bus.ask(address, question)
                .timeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .<@Nullable R>map(answer -> answer)
                .otherwise(silent -> null);
    }
}
