package io.dialer.agent;

import io.dialer.agent.config.ConfigException;
import io.dialer.agent.console.ConsoleUnavailable;
import io.dialer.agent.store.StateDirectory;
import io.dialer.agent.telemetry.LoggingSetup;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;

/** The jar's entry: the agent itself, and its commands. */
public final class Main {
    /** A configuration that cannot be used, or a command that is not understood. */
    static final int EXIT_UNUSABLE = 2;
    /** The state directory, or the console's port, belongs to another process. */
    static final int EXIT_IN_USE = 3;

    private static final int EXIT_FAULT = 1;
    private static final int EXIT_SECOND_SIGNAL = 143;
    /** Each verticle gets a loop of its own, and some are left to probes; the scheduler's must not be shared. */
    private static final int EVENT_LOOPS = Math.max(12, 2 * Runtime.getRuntime().availableProcessors());

    private Main() {}

    public static void main(String[] arguments) {
        List<String> words = Arrays.asList(arguments);
        String command = words.isEmpty() || words.getFirst().startsWith("-") ? "agent" : words.getFirst();
        try {
            switch (command) {
                case "agent" -> runAgent(new CommandLine(words));
                case "check" -> System.exit(CheckCommand.run(new CommandLine(words.subList(1, words.size()))));
                case "probe" -> System.exit(ProbeCommand.run(new CommandLine(words.subList(1, words.size()))));
                case "version" -> Terminal.say("dialer-agent " + Version.read());
                default -> throw new CommandLine.Misuse("unknown command " + command);
            }
        } catch (CommandLine.Misuse misuse) {
            Terminal.complain(misuse.getMessage() + "; known: [-conf FILE], check [--strict] [FILE],"
                    + " probe TYPE TARGET [option=value …], version");
            System.exit(EXIT_UNUSABLE);
        } catch (IOException | ReflectiveOperationException failure) {
            Terminal.complain(describe(failure));
            System.exit(EXIT_FAULT);
        }
    }

    private static void runAgent(CommandLine line) throws IOException, ReflectiveOperationException {
        Path file = line.option("-conf").map(Path.of("")::resolve).orElse(null);
        line.refuseTheRest();
        if (file == null) {
            file = DefaultFiles.CONFIG;
            DefaultFiles.writeWhereAbsent();
        }
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(EVENT_LOOPS));
        Future<String> started = vertx.deployVerticle(
                new AgentVerticle(),
                new DeploymentOptions().setConfig(new JsonObject().put(AgentVerticle.CONFIG_FILE, file.toString())));
        started.onFailure(failure -> {
            LoggingSetup.flush();
            Terminal.complain(describe(failure));
            Runtime.getRuntime().halt(exitCodeFor(failure));
        });
        stopOnSignal(vertx, started);
    }

    /**
     * A signal that comes during the start is heard when the start is over: Vert.x cannot undeploy half a chain. The stop
     * is waited for on a thread of its own, because the event loops end with it.
     */
    private static void stopOnSignal(Vertx vertx, Future<String> started) throws ReflectiveOperationException {
        AtomicBoolean stopping = new AtomicBoolean();
        Signals.handle(
                () -> {
                    if (stopping.getAndSet(true)) {
                        Runtime.getRuntime().halt(EXIT_SECOND_SIGNAL);
                    }
                    Thread.ofPlatform().name("dialer-stop").start(() -> {
                        int exitCode = stop(vertx, started);
                        LoggingSetup.flush();
                        Runtime.getRuntime().halt(exitCode);
                    });
                },
                "TERM",
                "INT");
    }

    private static int stop(Vertx vertx, Future<String> started) {
        try {
            started.toCompletionStage().toCompletableFuture().join();
            vertx.close().toCompletionStage().toCompletableFuture().join();
            return 0;
        } catch (CompletionException failure) {
            Terminal.complain("the agent did not stop as it should: " + failure.getCause());
            return EXIT_FAULT;
        }
    }

    private static String describe(Throwable failure) {
        boolean ofTheUser = failure instanceof IOException || failure instanceof ConfigException;
        return ofTheUser ? String.valueOf(failure.getMessage()) : failure.toString();
    }

    private static int exitCodeFor(Throwable failure) {
        return switch (failure) {
            case ConfigException _ -> EXIT_UNUSABLE;
            case StateDirectory.InUse _ -> EXIT_IN_USE;
            case ConsoleUnavailable _ -> EXIT_IN_USE;
            default -> EXIT_FAULT;
        };
    }
}
