package io.dialer.agent;

import io.dialer.agent.backend.Wire;
import io.dialer.agent.config.AgentConfig;
import io.dialer.agent.config.AgentConfigReader;
import io.dialer.agent.config.ConfigException;
import io.dialer.agent.probe.Deadline;
import io.dialer.agent.probe.Outcome;
import io.dialer.agent.probe.PreparedProbe;
import io.dialer.agent.probe.ProbeResult;
import io.dialer.agent.probe.ProbeTask;
import io.dialer.agent.warmup.WarmUp;
import io.vertx.core.Vertx;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;

/**
 * {@code probe TYPE TARGET [option=value …]}: one run without backend or scheduler, printed as it would be posted; 0
 * where it was a success, 1 otherwise. A value is JSON where it is valid JSON, else a text.
 */
final class ProbeCommand {
    private ProbeCommand() {}

    static int run(CommandLine line) throws IOException {
        String type = line.next().orElseThrow(() -> new CommandLine.Misuse("probe needs a type"));
        String target = line.next().orElseThrow(() -> new CommandLine.Misuse("probe needs a target"));
        ProbeTask task = ProbeTask.once(type, target, options(line));
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
        try (ProbeSetup probes = ProbeSetup.of(vertx, config)) {
            WarmUp.run(vertx, probes.factories(), probes.network());
            PreparedProbe probe = probes.factories().prepare(task);
            ProbeResult result =
                    probe.run(task, Deadline.in(probe.limit(config.threadPool().taskTimeout())));
            Terminal.say(Wire.result(config, result).encodePrettily());
            return result.outcome() == Outcome.SUCCESS ? 0 : 1;
        }
    }

    private static JsonObject options(CommandLine line) {
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

    private static Object value(String text) {
        try {
            Object json = Json.decodeValue(text);
            return json == null ? text : json;
        } catch (DecodeException notJson) {
            return text;
        }
    }
}
