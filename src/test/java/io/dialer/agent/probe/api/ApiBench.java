package io.dialer.agent.probe.api;

import io.dialer.agent.probe.Deadline;
import io.dialer.agent.probe.Measurement;
import io.dialer.agent.probe.Messages;
import io.dialer.agent.probe.PreparedProbe;
import io.dialer.agent.probe.ProbeContext;
import io.dialer.agent.probe.ProbeFactories;
import io.dialer.agent.probe.ProbeResult;
import io.dialer.agent.probe.ProbeTask;
import io.dialer.agent.probe.SystemVariable;
import io.dialer.agent.probe.SystemVariables;
import io.dialer.agent.probe.net.ProbeNetwork;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** Runs transactions against an {@link ApiSite}. */
@NullMarked
final class ApiBench implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx();
    private final ProbeNetwork network = ProbeNetwork.ofSystem(vertx);
    private final SystemVariables variables = new SystemVariables();
    private final ProbeFactories factories;
    final ApiSite site = new ApiSite();

    ApiBench() throws Exception {
        this(Locale.ENGLISH);
    }

    ApiBench(Locale language) throws Exception {
        network.load();
        factories = new ProbeFactories(
                new ProbeContext(new Messages(language), variables, Map.of(ProbeNetwork.class, network)),
                type -> new JsonObject(),
                List.of(new ApiProbeFactory(Map.of())));
    }

    /** What the next runs find of the backend's variables. */
    void setVariables(SystemVariable... now) {
        variables.replace(List.of(now));
    }

    /** A transaction below the site; single quotes stand for double ones, names in braces for addresses. */
    ProbeResult run(String config) {
        return run(json(config), null);
    }

    ProbeResult run(JsonObject config, @Nullable Object tenantId) {
        ProbeTask task = new ProbeTask(
                "1", "t", "api", site.filled("{site}"), Duration.ofMinutes(1), tenantId, List.of(), config, null);
        PreparedProbe probe = factories.prepare(task);
        return probe.run(task, Deadline.in(probe.limit(Duration.ofMinutes(5))));
    }

    Measurement measure(String config) {
        return run(config).measurement();
    }

    /** The first step's report of a transaction of one step. */
    JsonObject step(String step) {
        return measure("{'steps': [" + step + "]}")
                .details()
                .getJsonArray("steps")
                .getJsonObject(0);
    }

    JsonObject json(String text) {
        return new JsonObject(site.filled(text.replace('\'', '"')));
    }

    @Override
    public void close() {
        network.close();
        site.close();
        vertx.close().await();
    }
}
