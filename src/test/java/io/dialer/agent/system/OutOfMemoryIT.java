package io.dialer.agent.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An agent that runs out of memory ends, and with a code after which a service manager starts it again. */
class OutOfMemoryIT {
    @TempDir
    Path folder;

    @Test
    void endsWithOneAndAReport() throws Exception {
        String program =
                Path.of(System.getProperty("project.basedir", ""), "run.sh").toString();
        Map<String, String> environment = Map.of(
                "PATH", System.getenv("PATH"), "JAVA_HOME", System.getProperty("java.home"), "JAVA_OPTS", "-Xmx10m");
        try (AgentProcess agent = AgentProcess.launch(folder, environment, List.of(program))) {
            assertThat(agent.exitCode(120))
                    .as("3 means that the state is in use")
                    .isEqualTo(1);
            assertThat(agent.output()).contains("OutOfMemoryError");
            assertThat(folder).isDirectoryContaining("glob:**/hs_err_pid*.log");
        }
    }
}
