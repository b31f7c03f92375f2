package io.dialer.agent.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dialer.agent.testing.Markdown;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The commands, tasks and plugins of the documents, run as they stand there in a folder like a fresh clone. Public names
 * lead to servers of this host.
 */
class DocumentedCommandsIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Path PROJECT = Path.of(System.getProperty("project.basedir", ""));

    /** What is not run here, by its beginning, with the test or script that does it; or why nothing does. */
    private static final Map<String, String> ELSEWHERE = Map.of(
            "apt-get install", ".ci/run",
            "./run.sh test", ".ci/run",
            "./run.sh build", "src/test/java/io/dialer/agent/system/DistributionIT.java",
            "./run.sh dist", "src/test/java/io/dialer/agent/system/DistributionIT.java",
            "./run.sh fmt", "CONTRIBUTING.md: changes the sources",
            "./run.sh bench", "docs/benchmarks.md: takes minutes, and its table is in that page",
            "mvn -f docs/example-plugin", "src/test/java/io/dialer/agent/system/ExamplePlugin.java",
            "cp docs/example-plugin", "src/test/java/io/dialer/agent/system/PluginsIT.java",
            "./run.sh probe file_age", "src/test/java/io/dialer/agent/system/PluginsIT.java",
            "docker", "src/dist/Dockerfile: wants images from elsewhere");

    @TempDir
    Path folder;

    @Test
    void doWhatThePagesSay() throws Exception {
        try (DocumentedTargets targets = new DocumentedTargets()) {
            layOut(targets);
            try (AgentProcess agent = shell("./run.sh");
                    Api api = new Api(8650, null)) {
                await().atMost(SOON).until(() -> agent.output().contains("agent started"));
                api.call("POST", "/api/v1/system-variables", DocumentedTargets.shopPassword());
                await().atMost(SOON).until(() -> tried(api, pluginTask()).equals("success"));

                List<String> ran = new ArrayList<>();
                for (Markdown page : Markdown.all(PROJECT.toAbsolutePath())) {
                    for (Markdown.Block block : page.blocks()) {
                        if (block.language().equals("sh")) {
                            ran.addAll(runLines(block, targets));
                        } else if (block.language().equals("json")) {
                            runTasks(block, targets, api);
                        }
                    }
                }

                assertThat(ran).anyMatch(line -> line.startsWith("curl")).hasSizeGreaterThan(6);
                assertThat(agent.output()).doesNotContain(" ERROR ");
                assertThat(agent.terminate(30)).isZero();
            }
        }
    }

    private void layOut(DocumentedTargets targets) throws IOException {
        Files.copy(PROJECT.resolve("run.sh"), folder.resolve("run.sh"));
        assertThat(folder.resolve("run.sh").toFile().setExecutable(true)).isTrue();
        for (String part : List.of("pom.xml", "src", "docs", "target")) {
            Files.createSymbolicLink(folder.resolve(part), PROJECT.resolve(part).toAbsolutePath());
        }
        Path conf = Files.createDirectories(folder.resolve("conf"));
        Files.copy(PROJECT.resolve("conf/tasks.json"), conf.resolve("tasks.json"));
        JsonObject config = new JsonObject(Files.readString(PROJECT.resolve("conf/agent_config.json")));
        JsonArray commands = new JsonArray().add(targets.commandFolder());
        Files.writeString(
                conf.resolve("agent_config.json"),
                config.put("exec", new JsonObject().put("allowed_dirs", commands))
                        .encodePrettily());
        Path plugins = Files.createDirectories(folder.resolve("plugins"));
        Files.writeString(plugins.resolve("queue.py"), blockIn("docs/plugins.md", "python"));
    }

    private static String blockIn(String page, String language) throws IOException {
        Path project = PROJECT.toAbsolutePath();
        return Markdown.read(project, project.resolve(page)).blocks().stream()
                .filter(block -> block.language().equals(language))
                .findFirst()
                .orElseThrow()
                .text();
    }

    private List<String> runLines(Markdown.Block block, DocumentedTargets targets) throws Exception {
        List<String> ran = new ArrayList<>();
        for (String line : block.text().split("\n", -1)) {
            String command = line.replaceAll(" +#.*", "").strip();
            String elsewhere = elsewhere(command);
            if (!elsewhere.isEmpty()) {
                assertThat(PROJECT.resolve(elsewhere.replaceAll(":.*", ""))).exists();
            } else if (!command.equals("./run.sh")) {
                try (AgentProcess process = shell(targets.mapped(command))) {
                    expectSuccess(block, command, process);
                }
                ran.add(command);
            }
        }
        return ran;
    }

    private static String elsewhere(String command) {
        return ELSEWHERE.entrySet().stream()
                .filter(known -> command.startsWith(known.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("");
    }

    private static void expectSuccess(Markdown.Block block, String command, AgentProcess process) throws Exception {
        if (command.startsWith("curl -N")) {
            await().atMost(SOON).until(() -> process.output().contains("data:"));
            return;
        }
        assertThat(process.exitCode(60))
                .as("%s: %s%n%s", block, command, process.output())
                .isZero();
        assertThat(process.output()).as("%s: %s", block, command).contains("success");
    }

    private static void runTasks(Markdown.Block block, DocumentedTargets targets, Api api) throws Exception {
        String text = targets.mapped(block.text());
        JsonArray tasks = text.startsWith("[")
                ? new JsonArray(text)
                : new JsonArray().add(new JsonObject(text.startsWith("{") ? text : "{" + text + "}"));
        for (int index = 0; index < tasks.size(); index++) {
            JsonObject task = tasks.getJsonObject(index);
            if (task.containsKey("type")) {
                assertThat(tried(api, task)).as("%s", block).isEqualTo("success");
            }
        }
    }

    /** The outcome, or the whole result where it is none of success. */
    private static String tried(Api api, JsonObject task) throws Exception {
        JsonObject result = api.call("POST", "/api/agent/try", task).body();
        boolean clean = result.getJsonObject("details", new JsonObject())
                .getJsonArray("warnings", new JsonArray())
                .isEmpty();
        return clean && "success".equals(result.getString("outcome")) ? "success" : result.encodePrettily();
    }

    private static JsonObject pluginTask() {
        return new JsonObject()
                .put("type", "queue_depth")
                .put("target", "queue-1")
                .put("config", new JsonObject());
    }

    private AgentProcess shell(String command) throws IOException {
        Map<String, String> environment =
                Map.of("PATH", System.getenv("PATH"), "JAVA_HOME", System.getProperty("java.home"));
        return AgentProcess.launch(folder, environment, List.of("bash", "-c", "exec " + command));
    }
}
