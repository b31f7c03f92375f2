package io.dialer.agent;

import io.dialer.agent.config.AgentConfigReader;
import io.dialer.agent.config.ConfigException;
import io.dialer.agent.config.ConfigProblem;
import io.dialer.agent.config.ConfigSource;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;

/** What {@link AgentVerticle} was deployed with: the path of a file, nothing, or the configuration itself. */
sealed interface GivenConfig {
    /** What errors and the log call a configuration that came as JSON. */
    String ITSELF = "deployment configuration";

    /** Where the configuration comes from. */
    String origin();

    /** The tasks file that belongs to it where it names none. */
    default Path tasksFile() {
        return DefaultFiles.TASKS;
    }

    /** Reads it; fails with a {@link ConfigException} where it cannot be used. */
    Future<AgentConfigReader.Loaded> load(Vertx vertx);

    /**
     * Tells the three forms apart.
     *
     * @throws ConfigException for a path with other keys beside it
     */
    static GivenConfig of(JsonObject deployment) {
        if (deployment.isEmpty()) {
            return new DefaultFile();
        }
        Object file = deployment.getValue(AgentVerticle.CONFIG_FILE);
        if (file == null) {
            return new Itself(deployment);
        }
        if (!(file instanceof String path)) {
            throw refused(file + " is not allowed; allowed: the path of a file");
        }
        if (deployment.size() > 1) {
            TreeSet<String> others = new TreeSet<>(deployment.fieldNames());
            others.remove(AgentVerticle.CONFIG_FILE);
            throw refused("no other key may stand beside it: " + String.join(", ", others));
        }
        return new File(Path.of(path));
    }

    private static ConfigException refused(String description) {
        return new ConfigException(ITSELF, List.of(new ConfigProblem(AgentVerticle.CONFIG_FILE, description)));
    }

    /** A file somebody named; it must be there. */
    record File(Path path) implements GivenConfig {
        @Override
        public Path tasksFile() {
            return DefaultFiles.tasksFor(path);
        }

        @Override
        public String origin() {
            return path.toString();
        }

        @Override
        public Future<AgentConfigReader.Loaded> load(Vertx vertx) {
            return new ConfigSource(vertx, path).load();
        }
    }

    /** The file that is read where nobody named one; written where it is not there. */
    record DefaultFile() implements GivenConfig {
        @Override
        public String origin() {
            return DefaultFiles.CONFIG.toString();
        }

        @Override
        public Future<AgentConfigReader.Loaded> load(Vertx vertx) {
            try {
                // Two small files, once: not worth a thread.
                DefaultFiles.writeWhereAbsent();
            } catch (IOException failure) {
                return Future.failedFuture(failure);
            }
            return new ConfigSource(vertx, DefaultFiles.CONFIG).load();
        }
    }

    /** The configuration itself, from another program, another launcher or the command line. */
    record Itself(JsonObject document) implements GivenConfig {
        @Override
        public String origin() {
            return ITSELF;
        }

        @Override
        public Future<AgentConfigReader.Loaded> load(Vertx vertx) {
            return Future.succeededFuture(read());
        }

        AgentConfigReader.Loaded read() {
            return new AgentConfigReader(ITSELF, System.getenv()).read(document);
        }
    }
}
