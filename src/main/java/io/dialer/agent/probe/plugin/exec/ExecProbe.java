package io.dialer.agent.probe.plugin.exec;

import io.dialer.agent.probe.Deadline;
import io.dialer.agent.probe.InvalidOption;
import io.dialer.agent.probe.Measurement;
import io.dialer.agent.probe.Messages;
import io.dialer.agent.probe.Outcome;
import io.dialer.agent.probe.Probe;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeoutException;

/** A command that says by its exit code how its target is. Never through a shell. */
final class ExecProbe implements Probe {
    /** Makes the command the leader of a process group; util-linux. */
    private static final String LEADER = "/usr/bin/setsid";

    private static final Map<String, String> ENVIRONMENT = Map.of(
            "PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL", "C.UTF-8", "HOME", "/");
    private static final int LONGEST_ERRORS = 1_000;

    private final CommandFolders folders;
    private final String target;
    private final List<String> arguments;
    private final Map<String, String> environment;
    private final Duration timeout;
    private final Messages messages;

    ExecProbe(
            CommandFolders folders,
            String target,
            List<String> arguments,
            Map<String, String> environment,
            Duration timeout,
            Messages messages) {
        this.folders = folders;
        this.target = target;
        this.arguments = List.copyOf(arguments);
        this.environment = Map.copyOf(environment);
        this.timeout = timeout;
        this.messages = messages;
    }

    @Override
    public Duration timeout() {
        return timeout;
    }

    @Override
    public Measurement run(Deadline deadline) throws InterruptedException {
        Path command;
        try {
            // Before each run, and on a worker: what is allowed may change, and so may the links that lead to it.
            command = folders.find(target);
        } catch (InvalidOption notAllowed) {
            return Measurement.error(notAllowed.reason());
        }
        List<String> words = new ArrayList<>(List.of(LEADER, command.toString()));
        words.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(words);
        builder.environment().clear();
        builder.environment().putAll(ENVIRONMENT);
        builder.environment().putAll(environment);
        try {
            return measurement(CommandRun.execute(builder, deadline));
        } catch (TimeoutException late) {
            return new Measurement(
                    Outcome.TIMEOUT,
                    null,
                    messages.text("exec.timeout", name(), Double.toString(timeout.toMillis() / 1000.0)),
                    new JsonObject());
        } catch (IOException failure) {
            return Measurement.error(messages.text("exec.not_started", name(), String.valueOf(failure.getMessage())));
        }
    }

    private Measurement measurement(CommandRun.Ended ended) {
        Level level = Level.of(ended.exitCode());
        PluginOutput output = PluginOutput.of(ended.output());
        String errors = ended.errors().strip();
        JsonObject details = new JsonObject()
                .put("exit_code", ended.exitCode())
                .put("level", level.word())
                .put("output", output.text())
                .put("long_output", output.longText())
                .put("perfdata", PerformanceValue.toJson(output.performance()));
        if (!errors.isEmpty()) {
            details.put("stderr", errors.length() <= LONGEST_ERRORS ? errors : errors.substring(0, LONGEST_ERRORS));
        }
        return new Measurement(level.outcome(), null, message(ended.exitCode(), output.text(), errors), details);
    }

    private String message(int exitCode, String text, String errors) {
        if (!text.isEmpty()) {
            return text;
        }
        String said = errors.lines().findFirst().orElse("");
        return said.isEmpty() ? messages.text("exec.silent", name(), Integer.toString(exitCode)) : said;
    }

    private String name() {
        return target.substring(target.lastIndexOf('/') + 1);
    }

    /** What exit codes mean by the Monitoring Plugins' development guidelines. */
    private enum Level {
        OK(Outcome.SUCCESS),
        WARNING(Outcome.SUCCESS),
        CRITICAL(Outcome.FAILED),
        UNKNOWN(Outcome.ERROR);

        private final Outcome outcome;

        Level(Outcome outcome) {
            this.outcome = outcome;
        }

        static Level of(int exitCode) {
            return switch (exitCode) {
                case 0 -> OK;
                case 1 -> WARNING;
                case 2 -> CRITICAL;
                default -> UNKNOWN;
            };
        }

        Outcome outcome() {
            return outcome;
        }

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
