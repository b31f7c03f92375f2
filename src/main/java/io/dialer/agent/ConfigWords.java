package io.dialer.agent;

import io.dialer.agent.config.AgentConfigReader;
import io.dialer.agent.config.ConfigProblem;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the log says of a configuration that was read. */
final class ConfigWords {
    private static final Logger LOG = LoggerFactory.getLogger(ConfigWords.class);

    private ConfigWords() {}

    /**
     * Names each upgrade and each warning.
     *
     * @param said warnings that were named before, wherever they stood then
     */
    static void say(String origin, AgentConfigReader.Loaded loaded, List<ConfigProblem> said) {
        loaded.upgrades()
                .forEach(change -> LOG.atInfo()
                        .addKeyValue("file", origin)
                        .addKeyValue("change", change)
                        .log("old configuration file upgraded"));
        if (!loaded.upgrades().isEmpty()) {
            LOG.atInfo()
                    .addKeyValue("file", origin)
                    .addKeyValue("kept", loaded.kept())
                    .log("old configuration file upgraded");
        }
        loaded.warnings().stream()
                .filter(warning -> said.stream().noneMatch(warning::saysTheSame))
                .forEach(warning -> LOG.atWarn()
                        .addKeyValue("file", origin)
                        .addKeyValue("key", warning.path())
                        .addKeyValue("place", warning.origin())
                        .addKeyValue("warning", warning.description())
                        .log("configuration"));
    }
}
