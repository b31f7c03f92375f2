package io.dialer.agent.backend.embedded;

import io.dialer.agent.bus.EmbeddedCall;
import io.dialer.agent.bus.EmbeddedReply;
import io.dialer.agent.probe.SystemVariable;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The backend's API, whoever calls it: the agent in this process or others over HTTP. A caller's mistake is an answer; a
 * fault of ours is logged once and answered with 500.
 */
final class EmbeddedApi {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedApi.class);

    private final NodeCalls nodes;
    private final TaskCalls tasks;
    private final ResultCalls results;
    private final VariableCalls variables;
    private final VariableStore variableStore;

    /**
     * The calls.
     *
     * @param whenVariablesChange called after each change of a system variable
     */
    EmbeddedApi(EmbeddedDatabase database, TaskStore store, LocalTimes times, Runnable whenVariablesChange) {
        nodes = new NodeCalls(new NodeStore(database, times));
        tasks = new TaskCalls(store, database, times);
        results = new ResultCalls(new ResultStore(database), store, database, times);
        variableStore = new VariableStore(database, times, whenVariablesChange);
        variables = new VariableCalls(variableStore);
    }

    /** Never fails. */
    Future<EmbeddedReply> answer(EmbeddedCall source) {
        return called(source).recover(failure -> Future.succeededFuture(answerTo(source, failure)));
    }

    /** A registration by the agent in this process. */
    Future<EmbeddedReply> register(JsonObject body) {
        return nodes.register(body);
    }

    /** A heartbeat of the agent in this process. */
    Future<EmbeddedReply> heartbeat(JsonObject body) {
        return nodes.heartbeat(body);
    }

    /** A result of the agent in this process; fails with a {@link Refusal} where its task is gone. */
    Future<ResultStore.Stored> store(JsonObject body) {
        try {
            return results.store(body);
        } catch (Refusal refusal) {
            return Future.failedFuture(refusal);
        }
    }

    VariableStore variableStore() {
        return variableStore;
    }

    /** The system variables for the agent in this process, with the values of secrets. */
    Future<List<SystemVariable>> variables() {
        return variableStore
                .revealed()
                .map(all -> all.stream()
                        .map(SystemVariable::read)
                        .flatMap(Optional::stream)
                        .toList());
    }

    private Future<EmbeddedReply> called(EmbeddedCall source) {
        try {
            Call call = Call.of(source);
            return switch (call.resource()) {
                case "health" -> Future.succeededFuture(health(call));
                case "nodes" -> nodes.answer(call);
                case "tasks" -> tasks.answer(call);
                case "results" -> results.answer(call);
                case "system-variables" -> variables.answer(call);
                default -> throw Refusal.notFound("the path \"%s\"".formatted(source.path()));
            };
        } catch (RuntimeException failure) {
            return Future.failedFuture(failure);
        }
    }

    private static EmbeddedReply health(Call call) {
        if (!call.is("GET") && !call.is("HEAD")) {
            throw call.notAllowed("GET");
        }
        return new EmbeddedReply(200, 0, "OK", "Service is running");
    }

    private static EmbeddedReply answerTo(EmbeddedCall source, Throwable failure) {
        if (failure instanceof Refusal refusal) {
            return Answers.failure(refusal.status(), refusal.reason());
        }
        LOG.atError()
                .addKeyValue("method", source.method())
                .addKeyValue("path", source.path())
                .setCause(failure)
                .log("a call of the embedded backend broke");
        return Answers.failure(500, "the call could not be carried out; the agent's log says why");
    }
}
