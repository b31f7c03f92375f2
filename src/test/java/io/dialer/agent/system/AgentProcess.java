package io.dialer.agent.system;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The built jar, run as a user runs it, in a folder of its own. */
final class AgentProcess implements AutoCloseable {
    private final Process process;
    private final Path output;

    private AgentProcess(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /** Starts the agent with a configuration. */
    static AgentProcess start(Path folder, JsonObject config) throws IOException {
        Path file = folder.resolve("agent.json");
        Files.writeString(file, config.encodePrettily());
        return run(folder, "-conf", file.toString());
    }

    /** Starts the agent by {@code run.sh}, with the options for the JVM that users have. */
    static AgentProcess shipped(Path folder, JsonObject config) throws IOException {
        Path file = folder.resolve("agent.json");
        Files.writeString(file, config.encodePrettily());
        String program =
                Path.of(System.getProperty("project.basedir", ""), "run.sh").toString();
        Map<String, String> environment =
                Map.of("PATH", System.getenv("PATH"), "JAVA_HOME", System.getProperty("java.home"));
        return launch(folder, environment, List.of(program, "-conf", file.toString()));
    }

    /** Starts the jar with words of its own. */
    static AgentProcess run(Path folder, String... words) throws IOException {
        return run(folder, Map.of(), words);
    }

    /** As {@link #run(Path, String...)}, with an environment beside the usual one. */
    static AgentProcess run(Path folder, Map<String, String> environment, String... words) throws IOException {
        return runBy(List.of(), folder, environment, words);
    }

    /** As {@link #run(Path, Map, String...)}, by a command that stands before it. */
    static AgentProcess runBy(List<String> before, Path folder, Map<String, String> environment, String... words)
            throws IOException {
        List<String> command = new ArrayList<>(before);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "--sun-misc-unsafe-memory-access=allow",
                "-jar",
                System.getProperty("agent.jar", "target/dialer-agent.jar")));
        Collections.addAll(command, words);
        Path output = Files.createTempFile(folder, "output", ".txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
        builder.environment().putAll(environment);
        return new AgentProcess(builder.start(), output);
    }

    /** A configuration with what every test wants. */
    static JsonObject config(String agentId, String serverUrl) {
        return new JsonObject()
                .put("config_version", 2)
                .put("agent_id", agentId)
                .put("agent_area", "test-area")
                .put("server_url", serverUrl)
                .put("auth_required", true)
                .put("api_token", ContractBackend.TOKEN)
                .put("heartbeat_interval", 1)
                .put("task_sync_interval", 1)
                .put("language", "en")
                .put("console", new JsonObject().put("port", 0));
    }

    /** Starts any command, in an environment that holds nothing else. */
    static AgentProcess launch(Path folder, Map<String, String> environment, List<String> command) throws IOException {
        Path output = Files.createTempFile(folder, "output", ".txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
        builder.environment().clear();
        builder.environment().putAll(environment);
        return new AgentProcess(builder.start(), output);
    }

    String output() {
        try {
            return Files.readString(output);
        } catch (IOException unreadable) {
            return "";
        }
    }

    long pid() {
        return process.pid();
    }

    /** SIGTERM; returns the exit code. */
    int terminate(long seconds) throws InterruptedException {
        process.destroy();
        return exitCode(seconds);
    }

    /** SIGKILL. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    int exitCode(long seconds) throws InterruptedException {
        if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
            throw new AssertionError("still running after " + seconds + " s:\n" + output());
        }
        return process.exitValue();
    }

    void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
