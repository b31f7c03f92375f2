package io.dialer.agent;

import io.dialer.agent.config.AgentConfigReader;
import io.vertx.core.json.JsonObject;

/**
 * The option {@code -conf FILE|JSON}. A launcher would hand a verticle only what it parsed, so that nobody knew the file,
 * nor the place of a mistake in it; therefore it is taken before the launcher looks, and the path handed on.
 */
final class ConfigWord {
    private static final String NAME = "-conf";

    private ConfigWord() {}

    /**
     * Takes the option and gives the deployment configuration of {@link AgentVerticle} that it means.
     *
     * @throws io.dialer.agent.config.ConfigException where it begins as JSON and is none
     */
    static JsonObject take(CommandLine line) {
        return line.option(NAME).map(ConfigWord::deploymentConfig).orElseGet(JsonObject::new);
    }

    private static JsonObject deploymentConfig(String value) {
        if (value.isBlank()) {
            throw new CommandLine.Misuse(NAME + " needs a value");
        }
        return value.stripLeading().startsWith("{")
                ? new AgentConfigReader(NAME, System.getenv()).parse(value)
                : new JsonObject().put(AgentVerticle.CONFIG_FILE, value);
    }
}
