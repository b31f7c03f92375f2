package io.dialer.agent.probe.plugin.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.dialer.agent.probe.Deadline;
import io.dialer.agent.probe.Messages;
import io.dialer.agent.probe.Outcome;
import io.dialer.agent.probe.PreparedProbe;
import io.dialer.agent.probe.ProbeContext;
import io.dialer.agent.probe.ProbeFactories;
import io.dialer.agent.probe.ProbeResult;
import io.dialer.agent.probe.ProbeTask;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExecProbeTest {
    private static final Path DEBIANS = Path.of("/usr/lib/nagios/plugins");

    @TempDir
    private Path folder;

    private Path allowed;
    private ProbeFactories factories;

    @BeforeEach
    void allow() throws IOException {
        allowed = Files.createDirectory(folder.resolve("allowed"));
        factories = new ProbeFactories(
                new ProbeContext(
                        new Messages(Locale.ENGLISH),
                        Map.of(CommandFolders.class, new CommandFolders(List.of(allowed, DEBIANS)))),
                type -> new JsonObject(),
                List.of(new ExecProbeFactory()));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            echo fine                          | success | ok       | fine
            echo slow; exit 1                  | success | warning  | slow
            echo broken; exit 2                | failed  | critical | broken
            echo what; exit 3                  | error   | unknown  | what
            echo why >&2; exit 3               | error   | unknown  | why
            exit 127                           | error   | unknown  | check has printed nothing and ended with 127
            kill -9 $$                         | error   | unknown  | check has printed nothing and ended with 137
            read line; echo "got <$line>"      | success | ok       | got <>""")
    void readsTheExitCodeAsNagiosDoes(String body, String outcome, String level, String message) throws IOException {
        command("check", body);
        ProbeResult result = run("check", new JsonObject());
        assertThat(result.outcome().wireName()).isEqualTo(outcome);
        assertThat(result.measurement().details().getString("level")).isEqualTo(level);
        assertThat(result.measurement().message()).isEqualTo(message);
    }

    @Test
    void givesEachArgumentAsItIsAndNothingOfItsOwnEnvironment() throws IOException {
        command("check", "for word; do echo \"<$word>\"; done; /usr/bin/env");
        ProbeResult result = run(
                "check",
                new JsonObject()
                        .put(
                                "args",
                                new JsonArray()
                                        .add("a b")
                                        .add("$HOME; echo *")
                                        .add("")
                                        .add(5))
                        .put("env", new JsonObject().put("MINE", "yes")));
        JsonObject details = result.measurement().details();
        assertThat(result.measurement().message()).isEqualTo("<a b>");
        assertThat(details.getString("long_output").lines())
                .contains("<$HOME; echo *>", "<>", "<5>", "MINE=yes", "LC_ALL=C.UTF-8")
                .noneMatch(line -> line.startsWith("JAVA_HOME=") || line.startsWith("USER="));
    }

    @Test
    void endsWhatTakesTooLongWithAllThatItStarted() throws IOException {
        Path left = folder.resolve("left");
        command("check", "sleep 600 & echo $! > %s; wait".formatted(left));
        ProbeResult result = run("check", new JsonObject().put("timeout", 0.5));
        assertThat(result.outcome()).isEqualTo(Outcome.TIMEOUT);
        assertThat(result.measurement().message()).isEqualTo("check has not ended within 0.5 s");
        assertThat(result.durationSeconds()).isBetween(0.5, 1.0);
        long child = Long.parseLong(Files.readString(left).strip());
        await().until(() -> ProcessHandle.of(child).isEmpty());
    }

    @Test
    void endsWhatACommandLeavesBehind() throws IOException {
        Path left = folder.resolve("left");
        command("check", "sleep 600 & echo $! > %s; echo done".formatted(left));
        assertThat(run("check", new JsonObject()).measurement().message()).isEqualTo("done");
        long child = Long.parseLong(Files.readString(left).strip());
        await().until(() -> ProcessHandle.of(child).isEmpty());
    }

    @Test
    void keepsTheBeginningOfAnEndlessOutput() throws IOException {
        command("check", "yes 'a long line of output' | head -c 3000000");
        ProbeResult result = run("check", new JsonObject());
        assertThat(result.outcome()).isEqualTo(Outcome.SUCCESS);
        assertThat(result.measurement().details().getString("long_output")).hasSizeBetween(60_000, 65_536);
    }

    @ParameterizedTest
    @CsvSource({
        "/bin/sh",
        "../outside",
        "link",
        "missing",
        "not-executable",
        "sub/../../outside",
        "/bin/../bin/sh",
        "''"
    })
    void runsNothingOutsideTheAllowedFolders(String target) throws IOException {
        Path outside = script(folder.resolve("outside"), "echo no");
        Files.createSymbolicLink(allowed.resolve("link"), outside);
        Files.writeString(allowed.resolve("not-executable"), "#!/bin/sh\n");
        ProbeResult result = run(target, new JsonObject());
        assertThat(result.outcome()).isEqualTo(Outcome.ERROR);
        assertThat(result.measurement().message()).startsWith("target: ").contains("exec.allowed_dirs");
    }

    @ParameterizedTest
    @ValueSource(strings = {"LD_PRELOAD", "BASH_ENV", "PATH", "PYTHONPATH", "PERL5OPT", "IFS", "a=b", ""})
    void takesNoVariableByWhichOtherProgramsCouldBeRun(String name) throws IOException {
        command("check", "echo no");
        assertThat(run("check", new JsonObject().put("env", new JsonObject().put(name, "x")))
                        .measurement()
                        .message())
                .startsWith("env: what is written is not allowed");
    }

    @Test
    void takesLongPerformanceDataWithoutAQuote() throws IOException {
        command("check", "printf \"OK | 'a=1 \"; head -c 60000 /dev/zero | tr '\\0' \"'\"; printf ' b=2'");
        ProbeResult result = run("check", new JsonObject());
        assertThat(result.outcome()).isEqualTo(Outcome.SUCCESS);
        assertThat(result.measurement().message()).isEqualTo("OK");
    }

    @Test
    void wantsArgumentsOneByOne() throws IOException {
        command("check", "echo no");
        assertThat(run("check", new JsonObject().put("args", "-H host"))
                        .measurement()
                        .message())
                .isEqualTo("args: what is written is not allowed; allowed: a list of texts, one for each argument");
    }

    @Test
    void runsDebiansPlugins() throws IOException {
        Assumptions.assumeTrue(
                Files.isExecutable(DEBIANS.resolve("check_tcp")), "skipped: monitoring-plugins-basic is not installed");
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(server.getLocalPort());
            ProbeResult up = run("check_tcp", arguments("-H", "127.0.0.1", "-p", port, "-w", "5", "-c", "9"));
            assertThat(up.outcome()).isEqualTo(Outcome.SUCCESS);
            assertThat(up.measurement().message()).startsWith("TCP OK - ");
            JsonObject time =
                    up.measurement().details().getJsonArray("perfdata").getJsonObject(0);
            assertThat(time.getString("label")).isEqualTo("time");
            assertThat(time.getString("unit")).isEqualTo("s");
            assertThat(time.getDouble("value")).isBetween(0.0, 1.0);
            assertThat(time.getDouble("crit")).isEqualTo(9.0);
        }
        ProbeResult down = run("check_tcp", arguments("-H", "127.0.0.1", "-p", "1"));
        assertThat(down.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(down.measurement().message()).contains("refused");
        ProbeResult misused = run("check_tcp", arguments("--no-such-option"));
        assertThat(misused.outcome()).isEqualTo(Outcome.ERROR);

        HttpServer web = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        web.createContext("/", exchange -> {
            exchange.sendResponseHeaders(exchange.getRequestURI().getPath().equals("/well") ? 200 : 503, -1);
            exchange.close();
        });
        web.start();
        try {
            String port = Integer.toString(web.getAddress().getPort());
            ProbeResult well = run("check_http", arguments("-I", "127.0.0.1", "-p", port, "-u", "/well"));
            assertThat(well.outcome()).isEqualTo(Outcome.SUCCESS);
            assertThat(well.measurement().message()).startsWith("HTTP OK: HTTP/1.1 200 OK");
            assertThat(well.measurement().details().getJsonArray("perfdata"))
                    .extracting(value -> ((JsonObject) value).getString("label"))
                    .contains("time", "size");
            ProbeResult ill = run("check_http", arguments("-I", "127.0.0.1", "-p", port, "-u", "/ill"));
            assertThat(ill.outcome()).isEqualTo(Outcome.FAILED);
            assertThat(ill.measurement().message()).contains("503");
        } finally {
            web.stop(0);
        }
        ProbeResult ping = run("check_ping", arguments("-H", "127.0.0.1", "-w", "100,20%", "-c", "500,60%", "-p", "1"));
        assertThat(ping.measurement().details().getJsonArray("perfdata"))
                .extracting(value -> ((JsonObject) value).getString("label"))
                .containsExactly("rta", "pl");
        assertThat(ping.outcome()).isEqualTo(Outcome.SUCCESS);
    }

    private static JsonObject arguments(String... words) {
        return new JsonObject().put("args", new JsonArray(List.of(words)));
    }

    private void command(String name, String body) throws IOException {
        script(allowed.resolve(name), body);
    }

    private static Path script(Path file, String body) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + body + "\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private ProbeResult run(String target, JsonObject options) {
        ProbeTask task = ProbeTask.once("exec", target, options);
        PreparedProbe probe = factories.prepare(task);
        return probe.run(task, Deadline.in(probe.limit(Duration.ofMinutes(5))));
    }
}
