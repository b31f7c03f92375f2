package io.dialer.agent;

import io.dialer.agent.config.ConfigException;
import io.dialer.agent.console.ConsoleUnavailable;
import io.dialer.agent.store.StateDirectory;
import io.dialer.agent.telemetry.LoggingSetup;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * What holds for the agent's process under each launcher: its event loops, what a signal does, and how it ends. The
 * launchers' own shutdown hooks never come to it, because this halts.
 */
final class AgentRun {
    /** A fault of ours, or of the machine. */
    static final int EXIT_FAULT = 1;
    /** A configuration that cannot be used, or a command that is not understood. */
    static final int EXIT_UNUSABLE = 2;
    /** The state directory, or the console's port, belongs to another process. */
    static final int EXIT_IN_USE = 3;

    private static final int EXIT_SECOND_SIGNAL = 143;
    /** Each verticle gets a loop of its own, and some are left to probes; the scheduler's must not be shared. */
    private static final int EVENT_LOOPS = Math.max(12, 2 * Runtime.getRuntime().availableProcessors());

    private final Promise<Vertx> started = Promise.promise();
    private final AtomicBoolean stopping = new AtomicBoolean();

    private AgentRun() {}

    /** From now on SIGTERM and SIGINT stop the agent; a second one ends the process. */
    static AgentRun underSignals() throws ReflectiveOperationException {
        AgentRun run = new AgentRun();
        Signals.handle(run::signal, "TERM", "INT");
        return run;
    }

    /** As many event loops as the agent needs, where nobody asked for a number of their own. */
    static void giveLoops(VertxOptions options) {
        if (options.getEventLoopPoolSize() == VertxOptions.DEFAULT_EVENT_LOOP_POOL_SIZE) {
            options.setEventLoopPoolSize(EVENT_LOOPS);
        }
    }

    /** The agent runs. */
    void started(Vertx vertx) {
        started.complete(vertx);
    }

    /** Says in one line why the agent does not start, and ends the process; the launchers would log a trace. */
    void failed(@Nullable Throwable failure) {
        String reason = failure == null ? "the start took too long" : describe(failure);
        LoggingSetup.lastWord(String.valueOf(reason));
        LoggingSetup.flush();
        Terminal.complain(reason);
        Runtime.getRuntime().halt(exitCodeFor(failure));
    }

    /**
     * A signal that comes during the start is heard when the start is over: Vert.x cannot undeploy half a chain. The stop
     * is waited for on a thread of its own, because the event loops end with it.
     */
    private void signal() {
        if (stopping.getAndSet(true)) {
            Runtime.getRuntime().halt(EXIT_SECOND_SIGNAL);
        }
        Thread.ofPlatform().name("dialer-stop").start(() -> {
            int exitCode = stop();
            LoggingSetup.flush();
            Runtime.getRuntime().halt(exitCode);
        });
    }

    private int stop() {
        try {
            Vertx vertx =
                    started.future().toCompletionStage().toCompletableFuture().join();
            vertx.close().toCompletionStage().toCompletableFuture().join();
            return 0;
        } catch (CompletionException failure) {
            Terminal.complain("the agent did not stop as it should: " + failure.getCause());
            return EXIT_FAULT;
        }
    }

    static @Nullable String describe(Throwable failure) {
        boolean ofTheUser = failure instanceof IOException || failure instanceof ConfigException;
        return ofTheUser ? failure.getMessage() : failure.toString();
    }

    private static int exitCodeFor(@Nullable Throwable failure) {
        return switch (failure) {
            case ConfigException _ -> EXIT_UNUSABLE;
            case StateDirectory.InUse _ -> EXIT_IN_USE;
            case ConsoleUnavailable _ -> EXIT_IN_USE;
            case null, default -> EXIT_FAULT;
        };
    }
}
