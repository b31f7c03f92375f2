package io.dialer.agent.probe.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dialer.agent.probe.Outcome;
import io.dialer.agent.probe.ProbeResult;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plugins that hang, end, start processes of their own, or take what belongs to others. */
class PluginProcessesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final JsonObject NOTHING = new JsonObject();

    @TempDir
    private Path folder;

    @AfterEach
    void leavesNoProcess() {
        await().atMost(PATIENCE).until(() -> PluginRig.hosts().isEmpty());
    }

    @Test
    void aPluginThatTakesAllMemoryFailsByItselfAndSeesNothingOfTheAgentsEnvironment() throws Exception {
        PluginRig.write(folder, "greedy.py", """
                import os
                PLUGIN_NAME = "greedy"
                def execute(task):
                    try:
                        taken = bytearray(3 << 30)
                        return {"message": "took %d bytes" % len(taken)}
                    except MemoryError:
                        return {"message": "no more; sees " + " ".join(sorted(os.environ))}
                """);
        try (PluginRig rig = new PluginRig(folder, 1, 2)) {
            String message = rig.run("greedy", "t", NOTHING).measurement().message();
            assertThat(message).startsWith("no more; sees ").contains("PATH", "SERVER_URL");
            List<String> seen =
                    List.of(message.substring("no more; sees ".length()).split(" ", -1));
            Set<String> hidden = new TreeSet<>(System.getenv().keySet());
            hidden.removeAll(PluginEnvironment.of(System.getenv(), List.of()).keySet());
            // What a shell around Python sets by itself.
            hidden.removeIf(name -> name.matches("_?PYENV_.*|PWD|OLDPWD|SHLVL|_"));
            assertThat(hidden).as("what there is to hide").isNotEmpty();
            assertThat(seen).doesNotContainAnyElementsOf(hidden);
        }
    }

    @Test
    void aRunThatHangsIsATimeoutAndTheOthersInItsProcessGetTheirOwnResults() throws Exception {
        Path child = folder.resolve("child");
        PluginRig.write(folder, "hang.py", """
                import subprocess, time
                PLUGIN_NAME = "hang"
                def execute(task):
                    process = subprocess.Popen(["sleep", "600"])
                    open(%s, "w").write(str(process.pid))
                    time.sleep(600)
                """.formatted('"' + child.toString() + '"'));
        PluginRig.write(folder, "slow.py", """
                import time
                PLUGIN_NAME = "slow"
                def execute(task):
                    time.sleep(2)
                    return {"message": task["target"]}
                """);
        try (PluginRig rig = new PluginRig(folder, 1, 8);
                ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<CompletableFuture<ProbeResult>> slow = IntStream.range(0, 4)
                    .mapToObj(number ->
                            CompletableFuture.supplyAsync(() -> rig.run("slow", "slow " + number, NOTHING), workers))
                    .toList();
            ProbeResult hung = rig.run("hang", "t", new JsonObject().put("run_timeout", 1));
            assertThat(hung.outcome()).isEqualTo(Outcome.TIMEOUT);
            assertThat(hung.measurement().message()).isEqualTo("The plugin hang.py has not ended within 1.0 s");
            assertThat(hung.durationSeconds()).isBetween(1.0, 1.5);
            assertThat(slow.stream().map(CompletableFuture::join))
                    .extracting(result -> result.measurement().message())
                    .containsExactly("slow 0", "slow 1", "slow 2", "slow 3");
            assertThat(ProcessHandle.of(Long.parseLong(Files.readString(child))))
                    .as("the child of what hung")
                    .isEmpty();
        }
    }

    @Test
    void aPluginMayStartProcessesOfPython() throws Exception {
        PluginRig.write(folder, "many.py", """
                import multiprocessing
                PLUGIN_NAME = "many"

                def work(number):
                    return number * number

                def execute(task):
                    with multiprocessing.get_context(task["target"]).Pool(2) as pool:
                        return {"message": str(sum(pool.map(work, range(5))))}
                """);
        try (PluginRig rig = rig()) {
            for (String method : List.of("spawn", "fork")) {
                ProbeResult result = rig.run("many", method, new JsonObject().put("run_timeout", 20));
                assertThat(result.measurement().message()).as(method).isEqualTo("30");
            }
        }
    }

    @Test
    void aChildThatLivesOnDoesNotHideThatItsProcessHasEnded() throws Exception {
        PluginRig.write(folder, "child.py", """
                import os, time
                PLUGIN_NAME = "child"
                def execute(task):
                    if os.fork() == 0:
                        os.setsid()
                        time.sleep(20)
                        os._exit(0)
                    os._exit(1)
                """);
        PluginRig.write(folder, "slow.py", """
                import time
                PLUGIN_NAME = "slow"
                def execute(task):
                    time.sleep(1)
                    return {"message": "slow"}
                """);
        try (PluginRig rig = rig();
                ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor()) {
            CompletableFuture<ProbeResult> slow =
                    CompletableFuture.supplyAsync(() -> rig.run("slow", "t", NOTHING), workers);
            ProbeResult ended = rig.run("child", "t", NOTHING);
            assertThat(ended.measurement().message()).isEqualTo("The plugin child.py has ended its process");
            assertThat(slow.join().measurement().message()).isEqualTo("slow");
            assertThat(ended.durationSeconds()).isLessThan(10);
        }
    }

    @Test
    void onePluginDoesNotTakeItsOutputFromTheOthers() throws Exception {
        PluginRig.write(folder, "closing.py", """
                import sys
                PLUGIN_NAME = "closing"
                def execute(task):
                    sys.stdout.close()
                    sys.stderr.close()
                    return {}
                """);
        PluginRig.write(folder, "printing.py", """
                PLUGIN_NAME = "printing"
                def execute(task):
                    print("测量")
                    raise KeyError("x")
                """);
        try (PluginRig rig = rig()) {
            assertThat(rig.run("closing", "t", NOTHING).outcome()).isEqualTo(Outcome.SUCCESS);
            assertThat(rig.run("printing", "t", NOTHING).measurement().message())
                    .isEqualTo("The plugin printing.py raised KeyError: 'x'");
        }
    }

    private PluginRig rig() {
        return new PluginRig(folder, 1, 4);
    }
}
