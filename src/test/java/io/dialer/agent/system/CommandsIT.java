package io.dialer.agent.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.DoubleStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The jar's commands and exit codes, and its behaviour on a bad configuration. */
class CommandsIT {
    @TempDir
    Path folder;

    @Test
    void aStartWithNothingWritesTheDefaultFilesAndMeasures() throws Exception {
        try (AgentProcess agent = AgentProcess.run(folder)) {
            await().atMost(Duration.ofSeconds(15)).until(() -> agent.output().contains("result task_id=\"1\""));
            assertThat(folder.resolve("conf/agent_config.json")).exists();
            assertThat(folder.resolve("conf/tasks.json")).exists();
            assertThat(folder.resolve("conf/blackbox.yml")).exists();
            assertThat(Files.readString(folder.resolve("logs/agent.log"))).contains("task added task_id=\"1\"");
            assertThat(agent.terminate(10)).isZero();
        }
    }

    @Test
    void oneProbePrintsPhasesThatAddUp() throws Exception {
        try (Targets targets = new Targets().warm();
                AgentProcess probe = AgentProcess.run(folder, "probe", "http", targets.http("/?delay_ms=50"))) {
            assertThat(probe.exitCode(20)).isZero();
            JsonObject result = new JsonObject(probe.output());
            JsonObject phases = result.getJsonObject("details").getJsonObject("phases");
            double sum = phases.stream()
                    .flatMapToDouble(phase -> DoubleStream.of(((Number) phase.getValue()).doubleValue()))
                    .sum();
            assertThat(sum).isCloseTo(result.getDouble("response_time") * 1000, Offset.offset(0.001));
            // The server may have the request a little before the probe knows that it is written.
            assertThat(phases.getDouble("request") + phases.getDouble("first_byte"))
                    .isBetween(50.0, 110.0);
            assertThat(result.getString("status")).isEqualTo("success");
        }
    }

    @Test
    void aProbeThatFailsEndsWithOne() throws Exception {
        try (AgentProcess probe = AgentProcess.run(folder, "probe", "tcp", "127.0.0.1:1", "timeout=2")) {
            assertThat(probe.exitCode(20)).isEqualTo(1);
            assertThat(new JsonObject(probe.output()).getJsonObject("details").getInteger("return_code"))
                    .isEqualTo(111);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        {"config_version": 2, "thread_pool": {"max_workers": 0}} | thread_pool.max_workers: 0 is not allowed; allowed: a whole number from 1 to 100000
        {"config_version": 2, "server_url": "ftp://x"}           | server_url: "ftp://x" is not allowed; allowed: embedded, or a URL such as http://backend:5001
        {"config_version": 2,                                    | is not JSON
        []                                                       | is not a JSON object
        """)
    void aBadConfigurationEndsTheStartWithTwoAndOneLine(String text, String expected) throws Exception {
        Path file = Files.writeString(folder.resolve("bad.json"), text);
        try (AgentProcess agent = AgentProcess.run(folder, "-conf", file.toString())) {
            assertThat(agent.exitCode(20)).isEqualTo(2);
            assertThat(agent.output().lines())
                    .singleElement()
                    .asString()
                    .contains("bad.json")
                    .contains(expected);
        }
        try (AgentProcess check = AgentProcess.run(folder, "check", file.toString())) {
            assertThat(check.exitCode(20)).isEqualTo(2);
            assertThat(check.output()).contains("bad.json").contains(expected);
        }
    }

    @Test
    void aMissingConfigurationEndsTheStartWithTwo() throws Exception {
        try (AgentProcess agent = AgentProcess.run(folder, "-conf", "nowhere.json")) {
            assertThat(agent.exitCode(20)).isEqualTo(2);
            assertThat(agent.output().lines()).singleElement().asString().contains("nowhere.json");
        }
    }

    @Test
    void checkRefusesUnknownKeysOnlyWhenStrict() throws Exception {
        Path file = Files.writeString(folder.resolve("odd.json"), "{\"config_version\": 2, \"agent_aera\": \"x\"}");
        try (AgentProcess check = AgentProcess.run(folder, "check", file.toString())) {
            assertThat(check.exitCode(20)).isZero();
            assertThat(check.output()).contains("agent_aera: unknown key; did you mean agent_area?");
        }
        try (AgentProcess check = AgentProcess.run(folder, "check", "--strict", file.toString())) {
            assertThat(check.exitCode(20)).isEqualTo(2);
        }
    }

    @Test
    void aSecondAgentInTheSameStateDirectoryEndsWithThree() throws Exception {
        try (AgentProcess first = AgentProcess.run(folder)) {
            await().atMost(Duration.ofSeconds(15)).until(() -> first.output().contains("agent started"));
            try (AgentProcess second = AgentProcess.run(folder)) {
                assertThat(second.exitCode(20)).isEqualTo(3);
                assertThat(second.output()).contains("state_dir data is in use");
            }
        }
    }

    @Test
    void anUnknownCommandEndsWithTwo() throws Exception {
        try (AgentProcess agent = AgentProcess.run(folder, "dance")) {
            assertThat(agent.exitCode(20)).isEqualTo(2);
            assertThat(agent.output().lines())
                    .singleElement()
                    .asString()
                    .contains("unknown command dance")
                    .contains("start, stop ID, list")
                    .contains("probe TYPE TARGET");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        -x                             | unknown argument -x
        -conf                          | -conf needs a value
        -conf={                        | -conf: is not JSON
        -cluster-port=high             | -cluster-port: high is not a whole number
        -options={"eventLoopPoolSize":0} | -options: eventLoopPoolSize must be > 0
        -options=nowhere.json          | -options: nowhere.json
        run other.Verticle             | unknown argument other.Verticle
        run -cluster-host=127.0.0.1    | run: The -cluster-xxx options require -cluster
        start -ha                      | unknown argument -ha
        start -conf=nowhere.json       | nowhere.json: cannot be read
        list all                       | unknown argument all
        stop                           | stop needs an id
        """)
    void wordsThatMakeNoSenseEndWithTwoAndOneLine(String words, String expected) throws Exception {
        try (AgentProcess agent = AgentProcess.run(folder, words.split(" "))) {
            assertThat(agent.exitCode(20)).isEqualTo(2);
            assertThat(agent.output().lines()).singleElement().asString().startsWith(expected);
        }
    }

    @Test
    void helpShowsEveryCommand() throws Exception {
        try (AgentProcess help = AgentProcess.run(folder, "--help")) {
            assertThat(help.exitCode(20)).isZero();
            assertThat(help.output())
                    .contains(" run ", " start ", " list ", " stop ID", " check ", " probe ", " version");
        }
    }

    @Test
    void stoppingAnIdThatNobodyHasEndsWithOne() throws Exception {
        try (AgentProcess stop = AgentProcess.run(folder, "stop", "nobody")) {
            assertThat(stop.exitCode(20)).isEqualTo(1);
            assertThat(stop.output()).contains("no agent runs with the id nobody");
        }
    }
}
