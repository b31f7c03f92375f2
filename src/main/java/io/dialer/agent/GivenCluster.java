package io.dialer.agent;

import io.dialer.agent.cluster.Forming;
import io.dialer.agent.config.AgentConfigReader;
import io.vertx.core.VertxBuilder;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The cluster that the words ask for. Vert.x forms it before any verticle could read the configuration, so the section is
 * read here first; the verticle reads the file again.
 */
final class GivenCluster {
    private static final List<String> WORDS = List.of("-cluster", "-c");

    private final Forming forming;

    private GivenCluster(Forming forming) {
        this.forming = forming;
    }

    /** Whether the launcher will form one. */
    static boolean isAskedFor(List<String> words) {
        return words.stream().anyMatch(WORDS::contains);
    }

    /**
     * Reads the section.
     *
     * @throws io.dialer.agent.config.ConfigException where the configuration cannot be used, or fits nothing of this host
     * @throws IOException where the default file cannot be written
     */
    static GivenCluster of(JsonObject deployment) throws IOException {
        return switch (GivenConfig.of(deployment)) {
            case GivenConfig.File(Path path) -> read(CheckCommand.read(path), path);
            case GivenConfig.Itself itself -> read(itself.read(), DefaultFiles.CONFIG);
            case GivenConfig.DefaultFile() -> {
                DefaultFiles.writeWhereAbsent();
                yield read(CheckCommand.read(DefaultFiles.CONFIG), DefaultFiles.CONFIG);
            }
        };
    }

    private static GivenCluster read(AgentConfigReader.Loaded loaded, Path file) {
        Path folder = file.toAbsolutePath().getParent();
        return new GivenCluster(Forming.by(loaded.config().cluster(), folder == null ? Path.of("") : folder));
    }

    void configure(VertxOptions options) {
        forming.configure(options.getEventBusOptions());
    }

    VertxBuilder join(VertxBuilder builder) {
        return builder.withClusterManager(forming.manager());
    }
}
