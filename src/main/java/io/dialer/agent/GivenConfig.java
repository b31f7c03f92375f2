package io.dialer.agent;

import io.dialer.agent.config.AgentConfigReader;
import io.dialer.agent.config.ConfigException;
import io.dialer.agent.config.ConfigProblem;
import io.dialer.agent.config.ConfigSource;
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

    /** The modules of {@code /probe} that belong to it where it names none. */
    default Path modulesFile() {
        return DefaultFiles.MODULES;
    }

    /**
     * The way to read it.
     *
     * @throws IOException where a default file has to be written and cannot be
     */
    ConfigSource source(Vertx vertx) throws IOException;

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
        public Path modulesFile() {
            return DefaultFiles.modulesFor(path);
        }

        @Override
        public String origin() {
            return path.toString();
        }

        @Override
        public ConfigSource source(Vertx vertx) {
            return ConfigSource.ofFile(vertx, path);
        }
    }

    /** The file that is read where nobody named one; written where it is not there. */
    record DefaultFile() implements GivenConfig {
        @Override
        public String origin() {
            return DefaultFiles.CONFIG.toString();
        }

        @Override
        public ConfigSource source(Vertx vertx) throws IOException {
            // Two small files, once: not worth a thread.
            DefaultFiles.writeWhereAbsent();
            return ConfigSource.ofFile(vertx, DefaultFiles.CONFIG);
        }
    }

    /** The configuration itself, from another program, another launcher or the command line. */
    record Itself(JsonObject document) implements GivenConfig {
        @Override
        public String origin() {
            return ITSELF;
        }

        @Override
        public ConfigSource source(Vertx vertx) {
            return ConfigSource.ofDocument(vertx, ITSELF, document);
        }

        AgentConfigReader.Loaded read() {
            return new AgentConfigReader(ITSELF, System.getenv()).read(document);
        }
    }
}
