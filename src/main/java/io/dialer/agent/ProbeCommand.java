package io.dialer.agent;

import io.dialer.agent.backend.Wire;
import io.dialer.agent.config.AgentConfig;
import io.dialer.agent.config.AgentConfigReader;
import io.dialer.agent.config.ConfigException;
import io.dialer.agent.policy.TargetPolicies;
import io.dialer.agent.probe.Deadline;
import io.dialer.agent.probe.Outcome;
import io.dialer.agent.probe.PreparedProbe;
import io.dialer.agent.probe.ProbeResult;
import io.dialer.agent.probe.ProbeTask;
import io.dialer.agent.probe.TaskReader;
import io.dialer.agent.warmup.WarmUp;
import io.vertx.core.Vertx;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * {@code probe TYPE TARGET [option=value …] [--json]}: one run without backend or scheduler, printed as it would be posted,
 * an {@code api} run step by step where {@code --json} does not ask for that; 0 where it was a success, 1 otherwise. A value
 * is JSON where it is valid JSON, else a text; {@code @FILE} stands for what is in a file. {@code config} is a task's whole
 * configuration, in any shape that a backend may give it; options beside it win.
 */
final class ProbeCommand {
    private static final String CONFIG = "config";

    private ProbeCommand() {}

    static int run(CommandLine line) throws IOException {
        boolean asJson = line.flag("--json");
        String type = line.next().orElseThrow(() -> new CommandLine.Misuse("probe needs a type"));
        String target = line.next().orElseThrow(() -> new CommandLine.Misuse("probe needs a target"));
        ProbeTask task = task(type, target, options(line));
        AgentConfig config;
        try {
            config = new AgentConfigReader(DefaultFiles.CONFIG.toString(), System.getenv())
                    .read(
                            Files.exists(DefaultFiles.CONFIG)
                                    ? Files.readString(DefaultFiles.CONFIG)
                                    : "{\"config_version\": 2}")
                    .config();
        } catch (ConfigException refused) {
            Terminal.complain(refused.getMessage());
            return AgentRun.EXIT_UNUSABLE;
        }
        Vertx vertx = Vertx.vertx();
        TargetPolicies policies = new TargetPolicies(config.security(), !config.embedded());
        try (ProbeSetup probes = ProbeSetup.of(vertx, config, policies, () -> {})) {
            probes.loadPlugins().toCompletionStage().toCompletableFuture().join();
            WarmUp.run(vertx, probes.unguarded(), probes.network());
            PreparedProbe probe = probes.factories(config).prepare(task);
            ProbeResult result =
                    probe.run(task, Deadline.in(probe.limit(config.threadPool().taskTimeout())));
            JsonObject posted = Wire.result(config, result);
            Terminal.say(asJson || !type.equals("api") ? posted.encodePrettily() : TransactionText.of(posted));
            return result.outcome() == Outcome.SUCCESS ? 0 : 1;
        } finally {
            // Its threads would keep the process after a fault.
            vertx.close();
        }
    }

    private static ProbeTask task(String type, String target, JsonObject options) {
        JsonObject written = new JsonObject()
                .put("id", "once")
                .put("type", type)
                .put("target", target)
                .put("interval", ProbeTask.DEFAULT_INTERVAL.toSeconds())
                .put(CONFIG, options.remove(CONFIG));
        ProbeTask task = TaskReader.read(written).orElseThrow();
        return task.problem() == null
                ? ProbeTask.once(type, target, task.options().copy().mergeIn(options))
                : task;
    }

    private static JsonObject options(CommandLine line) throws IOException {
        JsonObject options = new JsonObject();
        for (Optional<String> word = line.next(); word.isPresent(); word = line.next()) {
            int equals = word.get().indexOf('=');
            if (equals < 1) {
                throw new CommandLine.Misuse(word.get() + " is not option=value");
            }
            options.put(word.get().substring(0, equals), value(word.get().substring(equals + 1)));
        }
        return options;
    }

    private static Object value(String written) throws IOException {
        String text = written.startsWith("@") ? content(written.substring(1)) : written;
        try {
            Object json = Json.decodeValue(text);
            return json == null ? text : json;
        } catch (DecodeException notJson) {
            return text;
        }
    }

    private static String content(String file) throws IOException {
        try {
            return Files.readString(Path.of(file));
        } catch (NoSuchFileException missing) {
            throw new CommandLine.Misuse(file + ": no such file");
        } catch (CharacterCodingException | InvalidPathException unusable) {
            throw new CommandLine.Misuse(file + ": not a text file");
        }
    }
}
