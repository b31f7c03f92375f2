package io.dialer.agent.probe.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dialer.agent.probe.Outcome;
import io.dialer.agent.probe.ProbeResult;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PluginFolderTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final JsonObject NOTHING = new JsonObject();

    @TempDir
    private Path folder;

    @AfterEach
    void leavesNoProcess() {
        await().atMost(PATIENCE).until(() -> PluginRig.hosts().isEmpty());
    }

    @Test
    void aPluginGetsWhatTheFirstAgentGaveAndItsWholeAnswerIsKept() throws Exception {
        PluginRig.write(folder, "echo.py", """
                import os

                PLUGIN_NAME = "echo"

                def execute(task):
                    return {"status": "failed", "message": "gemessen: größer 测量", "execution_time": 1.5,
                            "task": task, "server": os.environ["SERVER_URL"], "deep": {"a": [1, 2.5, None, True]}}
                """);
        try (PluginRig rig = rig()) {
            ProbeResult result = rig.run("echo", "host:1", new JsonObject().put("count", 3));
            assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
            assertThat(result.measurement().message()).isEqualTo("gemessen: größer 测量");
            assertThat(result.durationSeconds()).isEqualTo(1.5);
            assertThat(result.warnings()).isEmpty();
            JsonObject details = result.measurement().details();
            assertThat(details.getString("server")).isEqualTo("http://backend:5001");
            assertThat(details.getJsonObject("deep"))
                    .isEqualTo(new JsonObject()
                            .put("a", new JsonArray().add(1).add(2.5).addNull().add(true)));
            JsonObject task = details.getJsonObject("task");
            assertThat(task.fieldNames())
                    .containsExactlyInAnyOrder(
                            "task_id",
                            "tenant_id",
                            "type",
                            "target",
                            "interval",
                            "config",
                            "params",
                            "next_execution_time",
                            "is_running",
                            "last_execution_time",
                            "execution_count");
            assertThat(task.getInteger("task_id")).isEqualTo(17);
            assertThat(task.getString("tenant_id")).isEqualTo("tenant-1");
            assertThat(task.getInteger("interval")).isEqualTo(30);
            assertThat(task.getJsonObject("params")).isEqualTo(new JsonObject().put("count", 3));
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            nothing said       | return {}                                                  | success |
            a word of its own  | return {"status": "degraded", "message": "so so"}          | failed  | so so
            raising            | raise ValueError("no such host")                           | error   | The plugin p.py raised ValueError: no such host
            nothing            | return None                                                | error   | The plugin p.py returned NoneType and not a dict
            a list             | return [1]                                                 | error   | The plugin p.py returned list and not a dict
            leaving politely   | import sys; sys.exit(3)                                    | error   | The plugin p.py raised SystemExit: 3
            leaving at once    | os._exit(3)                                                | error   | The plugin p.py has ended its process
            printing           | print("{}\\n" * 5); os.write(1, b"\\xff\\n"); return {"message": "m"} | success | m
            a child that prints | os.system("echo {}; echo x >&2"); return {"message": "m"} | success | m
            a child that returns | os.fork(); return {"message": "m"}                       | success | m
            no JSON            | return {"message": "m", "x": float("nan"), "y": object, (1, 2): {3}} | success | m
            half a character   | return {"message": "\\ud800m"}                              | success | *m
            far too much       | return {"message": "m" * 2000000}                          | error   | The plugin p.py returned more than 1048576 bytes
            closing its output | import sys; sys.stdout.close(); return {"message": "m"}    | success | m
            warnings of its own | return {"message": "m", "warnings": 3}                    | success | m
            deep               | d = {}; [d := {"d": d} for _ in range(3000)]; return {"message": "m", "d": d} | success | m
            a huge number      | return {"message": "m", "n": 10 ** 5000, 10 ** 5000: 1}    | success | m
            a text that raises | return {"message": "m", "x": type("X", (), {"__str__": lambda s: 1 / 0})()} | success | m
            an error that raises | raise type("X", (Exception,), {"__str__": lambda s: 1 / 0})() | error | The plugin p.py raised X: <X>
            closing the pipes  | os.closerange(3, 64); return {"message": "m"}              | error   | The plugin p.py has ended its process
            asking             | input(); return {}                                         | error   | The plugin p.py raised EOFError: EOF when reading a line""")
    void whateverAPluginDoesItCostsItsOwnResultOnly(String what, String body, String outcome, String message)
            throws Exception {
        PluginRig.write(folder, "p.py", "import os\nPLUGIN_NAME = 'p'\ndef execute(task):\n    " + body + "\n");
        PluginRig.write(
                folder, "good.py", "PLUGIN_NAME = 'good'\ndef execute(task):\n    return {'message': 'good'}\n");
        try (PluginRig rig = rig()) {
            ProbeResult result = rig.run("p", "t", NOTHING);
            assertThat(result.measurement().message())
                    .satisfies(said -> assertThat(said.endsWith("m") && "*m".equals(message) ? "*m" : said)
                            .isEqualTo(message == null ? "" : message));
            assertThat(result.outcome().wireName()).isEqualTo(outcome);
            assertThat(rig.run("good", "t", NOTHING).measurement().message()).isEqualTo("good");
        }
    }

    @Test
    void whatCannotBeImportedIsATypeThatSaysWhy() throws Exception {
        PluginRig.write(folder, "missing.py", "import no_such_module\nPLUGIN_NAME = 'x'\n");
        PluginRig.write(folder, "broken.py", "def execute(task:\n");
        PluginRig.write(folder, "leaving.py", "import os\nos._exit(1)\n");
        PluginRig.write(folder, "quitting.py", "raise SystemExit\n");
        PluginRig.write(folder, "helper.py", "def something():\n    return 1\n");
        PluginRig.write(folder, "json.py", """
                import json
                PLUGIN_NAME = "hides nothing"
                def execute(task):
                    import helper
                    return {"message": json.dumps(helper.something())}
                """);
        try (PluginRig rig = rig()) {
            assertThat(rig.types()).containsExactly("broken", "hides nothing", "leaving", "missing", "quitting");
            assertThat(rig.run("missing", "t", NOTHING).measurement().message())
                    .isEqualTo("The plugin missing.py cannot be imported: ModuleNotFoundError: "
                            + "No module named 'no_such_module'");
            assertThat(rig.run("broken", "t", NOTHING).measurement().message())
                    .startsWith("The plugin broken.py cannot be imported: SyntaxError: ");
            assertThat(rig.run("leaving", "t", NOTHING).measurement().message())
                    .isEqualTo("The plugin leaving.py ends the process while it is imported");
            assertThat(rig.run("quitting", "t", NOTHING).outcome()).isEqualTo(Outcome.ERROR);
            assertThat(rig.run("hides nothing", "t", NOTHING).measurement().message())
                    .isEqualTo("1");
        }
    }

    @Test
    void itsOptionsAreThePluginsOwn() throws Exception {
        PluginRig.write(folder, "options.py", """
                PLUGIN_NAME = "options"
                runs = []
                def execute(task):
                    runs.append(1)
                    return {"status": "failed", "message": "%d %s" % (len(runs), sorted(task["config"].items()))}
                """);
        try (PluginRig rig = rig()) {
            ProbeResult result = rig.run(
                    "options",
                    "t",
                    new JsonObject().put("retries", -1).put("timeout", "5s").put("retry_interval", 0));
            assertThat(result.measurement().message())
                    .isEqualTo("1 [('retries', -1), ('retry_interval', 0), ('timeout', '5s')]");
            assertThat(result.attempts()).isEqualTo(1);
            assertThat(result.warnings()).isEmpty();
        }
    }

    @Test
    void whatIsBrokenTakesThePlaceOfNothingThatWorks() throws Exception {
        PluginRig.write(folder, "tcp.py", "import not_there\n");
        PluginRig.write(folder, "a.py", "import not_there\n");
        PluginRig.write(folder, "b.py", "PLUGIN_NAME = 'a'\ndef execute(task):\n    return {'message': 'b'}\n");
        Files.createSymbolicLink(folder.resolve(".#b.py"), Path.of("user@host.123"));
        Files.createSymbolicLink(folder.resolve("0.py"), Path.of("nowhere"));
        try (PluginRig rig = rig()) {
            assertThat(rig.types()).containsExactly("a");
            assertThat(rig.run("a", "t", NOTHING).measurement().message()).isEqualTo("b");
        }
    }

    @Test
    void theFolderIsFollowed() throws Exception {
        try (PluginRig rig = rig()) {
            assertThat(rig.types()).isEmpty();
            assertThat(PluginRig.hosts()).as("nothing to run, no process").isEmpty();
            rig.write("a.py", "PLUGIN_NAME = 'a'\ndef execute(task):\n    return {'message': 'one'}\n");
            await().atMost(PATIENCE).until(() -> rig.types().equals(List.of("a")));
            assertThat(rig.run("a", "t", NOTHING).measurement().message()).isEqualTo("one");
            rig.write("a.py", "PLUGIN_NAME = 'a'\ndef execute(task):\n    return {'message': 'another'}\n");
            await().atMost(PATIENCE)
                    .until(() ->
                            rig.run("a", "t", NOTHING).measurement().message().equals("another"));
            Files.delete(folder.resolve("a.py"));
            await().atMost(PATIENCE).until(() -> rig.types().isEmpty());
            assertThat(rig.changes.get()).isEqualTo(3);
        }
    }

    @Test
    void withoutPythonThereAreNoPlugins() throws Exception {
        PluginRig.write(folder, "a.py", "PLUGIN_NAME = 'a'\ndef execute(task):\n    return {}\n");
        try (PluginRig rig = new PluginRig(new PluginSettings(
                folder,
                folder.resolve("no-python").toString(),
                1,
                1,
                List.of(),
                0,
                PluginSettings.Precedence.CHANGED,
                "embedded"))) {
            assertThat(rig.types()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "NEVER, true, false, false",
        "CHANGED, true, true, false",
        "CHANGED, true, false, true",
        "ALWAYS, true, true, true",
        "NEVER, false, false, true"
    })
    void aPluginWithABuiltInTypesNameIsUsedWhereItIsWanted(
            PluginSettings.Precedence precedence, boolean builtIn, boolean shipped, boolean used) {
        assertThat(PluginChoice.of(precedence, builtIn, shipped).used()).isEqualTo(used);
    }

    private PluginRig rig() {
        return new PluginRig(folder, 1, 4);
    }
}
