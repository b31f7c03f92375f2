package io.dialer.agent;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxBuilder;
import io.vertx.core.VertxOptions;
import io.vertx.core.cli.annotations.Name;
import io.vertx.core.impl.launcher.commands.RunCommand;
import org.jspecify.annotations.Nullable;

/** The legacy launcher's {@code run}, which tells when the agent has started; the launcher has no hook for that. */
@Name("run")
final class AgentRunCommand extends RunCommand {
    private final AgentRun run;
    private final @Nullable GivenCluster given;

    AgentRunCommand(AgentRun run, @Nullable GivenCluster given) {
        this.run = run;
        this.given = given;
    }

    /** What the options say about the host wins over {@code clusterHost}, so both are looked at. */
    @Override
    protected void beforeStartingVertx(VertxOptions options) {
        if (given != null) {
            if (clusterHost != null) {
                options.getEventBusOptions().setHost(clusterHost);
            }
            given.configure(options);
        }
        super.beforeStartingVertx(options);
    }

    @Override
    protected VertxBuilder createVertxBuilder(VertxOptions options) {
        VertxBuilder builder = super.createVertxBuilder(options);
        return given == null ? builder : given.join(builder);
    }

    @Override
    protected synchronized Future<Vertx> createClustered(VertxBuilder builder) {
        return super.createClustered(builder).onFailure(run::failed);
    }

    @Override
    protected void deploy() {
        vertx.deployVerticle(mainVerticle, deploymentOptions)
                .onSuccess(deployed -> run.started(vertx))
                .onFailure(run::failed);
    }
}
