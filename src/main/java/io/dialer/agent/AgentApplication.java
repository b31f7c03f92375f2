package io.dialer.agent;

import io.vertx.core.Deployable;
import io.vertx.core.VertxBuilder;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.launcher.application.HookContext;
import io.vertx.launcher.application.VertxApplication;
import io.vertx.launcher.application.VertxApplicationHooks;
import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** {@code [-conf FILE|JSON] [-cluster] …}: the agent by Vert.x's application launcher. */
final class AgentApplication extends VertxApplication implements VertxApplicationHooks {
    private final AgentRun run;
    private final JsonObject config;
    private final @Nullable GivenCluster cluster;

    private AgentApplication(AgentRun run, List<String> words, JsonObject config, @Nullable GivenCluster cluster) {
        super(words.toArray(String[]::new), null, false, false);
        this.run = run;
        this.config = config;
        this.cluster = cluster;
    }

    /** Returns when the agent has started; a failure ends the process. */
    static void launch(CommandLine line) throws ReflectiveOperationException, IOException {
        JsonObject config = ConfigWord.take(line);
        List<String> words = LauncherOptions.APPLICATION.read(line.rest());
        GivenCluster cluster = GivenCluster.isAskedFor(words) ? GivenCluster.of(config) : null;
        if (new AgentApplication(AgentRun.underSignals(), words, config, cluster).launch() != 0) {
            throw new CommandLine.Misuse("the launcher does not accept " + String.join(" ", words));
        }
    }

    @Override
    public JsonObject afterConfigParsed(@Nullable JsonObject nothing) {
        return config;
    }

    @Override
    public void beforeStartingVertx(HookContext context) {
        AgentRun.giveLoops(context.vertxOptions());
        if (cluster != null) {
            cluster.configure(context.vertxOptions());
        }
    }

    @Override
    public VertxBuilder createVertxBuilder(VertxOptions options) {
        VertxBuilder builder = VertxApplicationHooks.super.createVertxBuilder(options);
        return cluster == null ? builder : cluster.join(builder);
    }

    @Override
    public void afterFailureToStartVertx(HookContext context, @Nullable Throwable failure) {
        run.failed(failure);
    }

    @Override
    public Supplier<? extends Deployable> verticleSupplier() {
        return AgentVerticle::new;
    }

    @Override
    public void afterVerticleDeployed(HookContext context) {
        run.started(context.vertx());
    }

    @Override
    public void afterFailureToDeployVerticle(HookContext context, @Nullable Throwable failure) {
        run.failed(failure);
    }
}
