package io.dialer.agent;

import io.dialer.agent.bus.Addresses;
import io.dialer.agent.bus.Bus;
import io.dialer.agent.bus.ConfigChanged;
import io.dialer.agent.bus.ConfigShown;
import io.dialer.agent.bus.ConfigStatus;
import io.dialer.agent.config.AgentConfigReader;
import io.dialer.agent.config.ConfigDiff;
import io.dialer.agent.config.ConfigException;
import io.dialer.agent.config.ConfigSource;
import io.dialer.agent.config.EffectiveConfig;
import io.dialer.agent.probe.ConfidentialNames;
import io.dialer.agent.telemetry.LoggingSetup;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes changes of the configuration while the agent runs, as a whole or not at all, and tells everybody. One that is
 * refused changes nothing and is said once. Used on one event loop.
 */
final class ConfigReload implements ConfigSource.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(ConfigReload.class);

    private final Bus bus;
    private final String origin;
    private AgentConfigReader.Loaded running;
    private Instant since = Instant.now();
    private long reloads;
    private long refusals;
    private @Nullable String refusal;
    private List<String> restartRequired = List.of();
    private Future<Void> underWay = Future.succeededFuture();

    /**
     * A listener that has heard of no change.
     *
     * @param origin the name of the configuration
     * @param running the one that the agent was started with
     */
    ConfigReload(Bus bus, String origin, AgentConfigReader.Loaded running) {
        this.bus = bus;
        this.origin = origin;
        this.running = running;
    }

    /** One after the other: the next look may come before the backend has taken this one. */
    @Override
    public void accepted(AgentConfigReader.Loaded written) {
        underWay = underWay.transform(before -> take(written)).onFailure(fault -> {
            LOG.error("a change of the configuration cannot be taken", fault);
            refuse(new ConfigException(origin, "cannot be taken: a fault of the agent, which its log shows"));
        });
    }

    private Future<Void> take(AgentConfigReader.Loaded written) {
        ConfigDiff diff;
        try {
            diff = ConfigDiff.between(origin, running, written);
        } catch (ConfigException reason) {
            refuse(reason);
            return Future.succeededFuture();
        }
        if (diff.applied().isEmpty()) {
            accept(diff, written);
            return Future.succeededFuture();
        }
        ConfigChanged changed = new ConfigChanged(diff.effective().config());
        return bus.ask(Addresses.BACKEND_CONFIGURE, changed)
                .onSuccess(done -> {
                    accept(diff, written);
                    apply(diff, changed);
                })
                .recover(failure -> {
                    refuse(new ConfigException(origin, "the backend: " + failure.getMessage()));
                    return Future.succeededFuture();
                })
                .mapEmpty();
    }

    private void accept(ConfigDiff diff, AgentConfigReader.Loaded written) {
        if (refusal != null) {
            refusal = null;
            LOG.atInfo().addKeyValue("file", origin).log("the configuration is valid again");
        }
        ConfigWords.say(origin, written, running.warnings());
        sayRestart(diff.restartRequired());
        running = diff.effective();
    }

    private void apply(ConfigDiff diff, ConfigChanged changed) {
        reloads++;
        since = Instant.now();
        bus.publish(Addresses.CONFIG_CHANGED, changed);
        LoggingSetup.change(changed.config().logging());
        LOG.atInfo()
                .addKeyValue("file", origin)
                .addKeyValue("keys", String.join(", ", diff.applied()))
                .log("configuration changed");
    }

    private void sayRestart(List<String> required) {
        if (!required.equals(restartRequired) && !required.isEmpty()) {
            LOG.atWarn()
                    .addKeyValue("file", origin)
                    .addKeyValue("keys", String.join(", ", required))
                    .log("these keys changed and take effect at the next start; until then they stay as they were");
        }
        restartRequired = required;
    }

    @Override
    public void refused(ConfigException reason) {
        underWay = underWay.onComplete(before -> refuse(reason));
    }

    private void refuse(ConfigException reason) {
        refusals++;
        String message = String.valueOf(reason.getMessage());
        if (!message.equals(refusal)) {
            refusal = message;
            LOG.atError()
                    .addKeyValue("file", origin)
                    .addKeyValue("reason", message)
                    .log("the configuration is refused; the running one stays");
        }
    }

    /** What is running, without secrets. */
    ConfigShown shown() {
        return new ConfigShown(EffectiveConfig.of(running, ConfidentialNames::include));
    }

    ConfigStatus status() {
        return new ConfigStatus(origin, since, reloads, refusals, refusal, restartRequired);
    }
}
