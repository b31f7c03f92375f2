package io.dialer.agent;

import io.vertx.core.Launcher;
import io.vertx.core.VertxOptions;
import io.vertx.core.cli.CLI;
import io.vertx.core.cli.CLIException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/** {@code run}, {@code start} and {@code list}: the agent by Vert.x's legacy launcher. */
final class AgentLauncher extends Launcher {
    /** What a JVM that is told nothing is anyway. */
    private static final String NO_JVM_OPTION = "-server";

    private final JsonObject config;

    private AgentLauncher(JsonObject config) {
        this.config = config;
    }

    /** Returns while the agent starts; a failure ends the process. */
    static void run(CommandLine line) throws ReflectiveOperationException, IOException {
        JsonObject config = ConfigWord.take(line);
        List<String> words = LauncherOptions.RUN.read(line.rest());
        GivenCluster cluster = GivenCluster.isAskedFor(words) ? GivenCluster.of(config) : null;
        AgentRun run = AgentRun.underSignals();
        new AgentLauncher(config)
                .register(AgentRunCommand.class, () -> new AgentRunCommand(run, cluster))
                .dispatch(words("run", AgentVerticle.class.getName(), words));
    }

    /** Starts the agent in the background. The words are looked through here and go on as they are. */
    static void start(CommandLine line) throws IOException {
        List<String> untouched = line.rest();
        JsonObject config = ConfigWord.take(line);
        List<String> read = LauncherOptions.START.read(line.rest());
        refuseUnusable(GivenConfig.of(config));
        if (GivenCluster.isAskedFor(read)) {
            GivenCluster.of(config);
        }
        refuseJarWithSpace();
        String javaOptions = read.contains("-java-opts") ? "" : javaOptions();
        try {
            new AgentLauncher(config).dispatch(words("start", javaOptions, untouched));
        } catch (IllegalArgumentException quotesOfBothKinds) {
            throw new CommandLine.Misuse("start: " + quotesOfBothKinds.getMessage());
        }
    }

    /** Here, because nobody hears what the process in the background complains of. */
    private static void refuseUnusable(GivenConfig given) {
        switch (given) {
            case GivenConfig.File(Path path) -> CheckCommand.read(path);
            case GivenConfig.Itself itself -> itself.read();
            case GivenConfig.DefaultFile() -> {
                if (Files.exists(DefaultFiles.CONFIG)) {
                    CheckCommand.read(DefaultFiles.CONFIG);
                }
            }
        }
    }

    /** The launcher puts the path between quotes, which nobody takes off, and says that all is well. */
    private static void refuseJarWithSpace() {
        String jar = System.getProperty("java.class.path", "");
        if (jar.contains(" ")) {
            throw new CommandLine.Misuse("start: the path of the jar must hold no space: " + jar);
        }
    }

    static void list(CommandLine line) {
        line.refuseTheRest();
        new AgentLauncher(new JsonObject()).dispatch(new String[] {"list"});
    }

    /** The launcher splits JAVA_OPTS at each single space, and an empty word would be the child's main class. */
    private static String javaOptions() {
        String options = System.getenv("JAVA_OPTS");
        if (options == null) {
            return "";
        }
        return "--java-opts="
                + (options.isBlank() ? NO_JVM_OPTION : options.strip().replaceAll("\\s+", " "));
    }

    private static String[] words(String command, String first, List<String> rest) {
        List<String> words = new ArrayList<>(Arrays.asList(command, first));
        words.removeIf(Predicate.isEqual(""));
        words.addAll(rest);
        return words.toArray(String[]::new);
    }

    @Override
    public void afterConfigParsed(JsonObject parsed) {
        parsed.clear().mergeIn(config);
    }

    @Override
    public void beforeStartingVertx(VertxOptions options) {
        AgentRun.giveLoops(options);
    }

    @Override
    protected void printGenericExecutionError(CLI cli, CLIException wrong) {
        throw new CommandLine.Misuse(cli.getName() + ": " + wrong.getMessage());
    }

    @Override
    protected void printSpecificException(CLI cli, Exception wrong) {
        throw new CommandLine.Misuse(cli.getName() + ": " + wrong.getMessage());
    }
}
