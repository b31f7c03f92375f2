package io.dialer.agent.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The ways to launch the agent: both of Vert.x's launchers, in the foreground and in the background. */
class LaunchersIT {
    private static final Duration START = Duration.ofSeconds(30);
    private static final String VERTICLE = "io.dialer.agent.AgentVerticle";

    @TempDir
    Path folder;

    /** Marks a process in the background as this test's. */
    private final String id = "test-" + UUID.randomUUID();

    @AfterEach
    void endWhatWasStarted() {
        started().ifPresent(process -> {
            process.destroyForcibly();
            process.onExit().join();
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-conf FILE",
                "--CONF=FILE",
                VERTICLE + " -conf FILE",
                "-conf FILE -options {\"eventLoopPoolSize\":16}",
                "run -conf FILE",
                "run " + VERTICLE + " --conf=FILE",
                "run -conf FILE -options {\"eventLoopPoolSize\":16} -Dx=y"
            })
    void anAgentKnowsItsFileUnderEachLauncherAndDrainsOnASignal(String words) throws Exception {
        writeConfig("a file.json");
        String[] command = words.replace("FILE", "a\tfile.json").split(" ");
        for (int index = 0; index < command.length; index++) {
            command[index] = command[index].replace('\t', ' ');
        }
        try (AgentProcess agent = AgentProcess.run(folder, command)) {
            awaitStart(agent);
            assertThat(agent.output()).contains("config=\"a file.json\"");
            assertThat(agent.terminate(20)).isZero();
            assertThat(agent.output()).contains("agent stopped");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "run"})
    void aConfigurationMayStandOnTheCommandLine(String command) throws Exception {
        String json = AgentProcess.config("inline", "embedded").encode();
        try (AgentProcess agent = run(command, "-conf", json)) {
            awaitStart(agent);
            assertThat(agent.output()).contains("agent_id=\"inline\"").contains("config=\"deployment configuration\"");
            assertThat(agent.terminate(20)).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "run"})
    void aBadConfigurationEndsTheStartWithTwoAndOneLine(String command) throws Exception {
        Files.writeString(folder.resolve("bad.json"), "{\"config_version\": 2, \"language\": 1}");
        try (AgentProcess agent = run(command, "-conf", "bad.json")) {
            assertThat(agent.exitCode(20)).isEqualTo(2);
            assertThat(agent.output().lines())
                    .singleElement()
                    .asString()
                    .startsWith("bad.json: line 1, column 35: language: 1");
        }
        try (AgentProcess agent = run(command, "-conf", "{\"agent_id\": 1}")) {
            assertThat(agent.exitCode(20)).isEqualTo(2);
            assertThat(agent.output().lines())
                    .singleElement()
                    .asString()
                    .startsWith("deployment configuration: agent_id: 1");
        }
    }

    @Test
    void theLegacyLauncherWritesTheDefaultFilesAndSaysWhoHoldsTheStateDirectory() throws Exception {
        try (AgentProcess first = AgentProcess.run(folder, "run")) {
            awaitStart(first);
            assertThat(first.output()).contains("config=\"conf/agent_config.json\"");
            assertThat(folder.resolve("conf/tasks.json")).exists();
            try (AgentProcess second = AgentProcess.run(folder, "run")) {
                assertThat(second.exitCode(20)).isEqualTo(3);
                assertThat(second.output().lines()).singleElement().asString().contains("state_dir data is in use");
            }
        }
    }

    @Test
    void anAgentInTheBackgroundIsListedAndStoppedByItsWholeId() throws Exception {
        writeConfig("a file.json");
        Map<String, String> environment = Map.of("JAVA_OPTS", " -Xmx300m  -Xms32m ");
        String[] words = {"start", "-conf", "a file.json", "--vertx-id=" + id};
        try (AgentProcess start = AgentProcess.run(folder, environment, words)) {
            assertThat(start.exitCode(20)).isZero();
            assertThat(start.output()).contains(id);
        }
        await().atMost(START).until(() -> log().contains("config=\"a file.json\""));
        ProcessHandle agent = started().orElseThrow();
        assertThat(words(agent)).contains("-Xmx300m", "-Xms32m");

        assertThat(output("list")).contains(id + "\t");
        try (AgentProcess other = AgentProcess.run(folder, "stop", id.substring(0, 20))) {
            assertThat(other.exitCode(20)).isEqualTo(1);
        }
        assertThat(agent.isAlive()).isTrue();
        assertThat(output("stop", id)).contains("told to stop");
        await().atMost(START).until(() -> !agent.isAlive());
        assertThat(log()).contains("agent stopped");
        assertThat(output("list")).doesNotContain(id);

        try (AgentProcess next = AgentProcess.run(folder, "-conf", "a file.json")) {
            awaitStart(next);
        }
    }

    @Test
    void anAgentInTheBackgroundTakesItsConfigurationFromTheCommandLine() throws Exception {
        String json = AgentProcess.config("in line", "embedded").encode();
        assertThat(output("start", VERTICLE, "-conf", json, "-id", id)).contains(id);
        await().atMost(START).until(() -> log().contains("config=\"deployment configuration\""));
        assertThat(log()).contains("agent_id=\"in line\"");
        assertThat(output("stop", id)).contains("told to stop");
        await().atMost(START).until(() -> started().isEmpty());
    }

    @Test
    void withoutAClusterNoClassOfHazelcastIsLoaded() throws Exception {
        String json = AgentProcess.config("alone", "embedded").encode();
        Path classes = folder.resolve("classes.txt");
        Map<String, String> logging = Map.of("JDK_JAVA_OPTIONS", "-Xlog:class+load:file=" + classes);
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        try (AgentProcess alone = AgentProcess.run(folder, logging, "-conf", json)) {
            awaitStart(alone);
            try (AgentProcess member = AgentProcess.run(elsewhere, "-conf", json, "-cluster")) {
                awaitStart(member);
                System.out.printf(
                        "LaunchersIT: RSS after the start: %d MB without a cluster, %d MB as a member%n",
                        residentMegabytes(alone), residentMegabytes(member));
            }
            assertThat(Files.readString(classes))
                    .contains("io.dialer.agent.cluster.HazelcastOnDemand")
                    .doesNotContain(" com.hazelcast.")
                    .doesNotContain("io.vertx.spi.cluster.hazelcast");
        }
    }

    private static long residentMegabytes(AgentProcess agent) throws IOException {
        return Files.readAllLines(Path.of("/proc/%d/status".formatted(agent.pid()))).stream()
                        .filter(line -> line.startsWith("VmRSS:"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                        .sum()
                / 1024;
    }

    @Test
    void membersOfAClusterMeetOnThisHostOnly() throws Exception {
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        String json = AgentProcess.config("clustered", "embedded").encode();
        try (AgentProcess one = AgentProcess.run(folder, "-cluster", "-conf", json);
                AgentProcess two = AgentProcess.run(elsewhere, "run", "-conf", json, "-cluster")) {
            for (AgentProcess member : List.of(one, two)) {
                awaitStart(member);
                assertThat(member.output()).doesNotContain("WARNING");
                assertThat(Sockets.tcp(member.pid()))
                        .filteredOn(Sockets.Socket::listening)
                        .hasSizeGreaterThanOrEqualTo(2)
                        .allMatch(Sockets.Socket::onLoopback);
            }
            await().atMost(START)
                    .untilAsserted(() -> assertThat(Sockets.tcp(two.pid()))
                            .anyMatch(socket -> socket.remotePort() >= 5701 && socket.remotePort() <= 5710));
            for (AgentProcess member : List.of(one, two)) {
                await().atMost(START).until(() -> member.output().contains("a member of the cluster was heard"));
            }
            assertThat(two.terminate(30)).isZero();
            assertThat(one.terminate(30)).isZero();
        }
    }

    private AgentProcess run(String command, String... words) throws IOException {
        return command.isEmpty()
                ? AgentProcess.run(folder, words)
                : AgentProcess.run(folder, command, words[0], words[1]);
    }

    private String output(String... words) throws IOException, InterruptedException {
        try (AgentProcess command = AgentProcess.run(folder, words)) {
            assertThat(command.exitCode(20)).isZero();
            return command.output();
        }
    }

    private void writeConfig(String name) throws IOException {
        JsonObject config = AgentProcess.config("launched", "embedded");
        Files.writeString(folder.resolve(name), config.encode());
    }

    private static void awaitStart(AgentProcess agent) {
        await().atMost(START).until(() -> agent.output().contains("agent started"));
    }

    private String log() {
        try {
            return Files.readString(folder.resolve("logs/agent.log"));
        } catch (IOException notYet) {
            return "";
        }
    }

    private Optional<ProcessHandle> started() {
        return ProcessHandle.allProcesses()
                .filter(process -> words(process).contains("-Dvertx.id=" + id))
                .findAny();
    }

    private static List<String> words(ProcessHandle process) {
        try {
            Path commandLine = Path.of("/proc", Long.toString(process.pid()), "cmdline");
            return List.of(
                    Files.readString(commandLine, StandardCharsets.ISO_8859_1).split("\0", -1));
        } catch (IOException gone) {
            return List.of();
        }
    }
}
