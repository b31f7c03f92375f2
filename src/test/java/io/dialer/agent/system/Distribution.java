package io.dialer.agent.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The tarball of the jar under test, made by this JVM's JDK. */
final class Distribution {
    private static final Logger LOG = LoggerFactory.getLogger(Distribution.class);

    private Distribution() {}

    /** Leaves the tests out where a tool is missing, and says which. */
    static void assumeTools() {
        assume(Files.isExecutable(jdk().resolve("bin/jlink")), "the tests' JVM has no jlink");
        for (String tool : List.of("bash", "tar", "gzip")) {
            assume(
                    Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                            .anyMatch(folder -> Files.isExecutable(Path.of(folder, tool))),
                    tool + " is not on the PATH");
        }
    }

    /** Makes the tarball in that folder and returns it. */
    static Path make(Path folder) throws Exception {
        try (AgentProcess maker = maker(jdk(), folder)) {
            assertThat(maker.exitCode(120)).as(maker.output()).isZero();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".tar.gz"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    static AgentProcess maker(Path jdk, Path folder) throws IOException {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("JAVA_HOME", jdk.toString());
        return AgentProcess.launch(
                folder,
                environment,
                List.of(
                        project().resolve("src/dist/make-dist.sh").toString(),
                        Path.of(System.getProperty("agent.jar", "target/dialer-agent.jar"))
                                .toAbsolutePath()
                                .toString(),
                        folder.toString()));
    }

    /** Unpacks it below that folder and returns its top folder. */
    static Path unpack(Path tarball, Path folder) throws Exception {
        List<String> command = List.of("tar", "-xzf", tarball.toString(), "-C", folder.toString());
        try (AgentProcess tar = AgentProcess.launch(folder, System.getenv(), command)) {
            assertThat(tar.exitCode(60)).as(tar.output()).isZero();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isDirectory).findFirst().orElseThrow();
        }
    }

    static Path jdk() {
        return Path.of(System.getProperty("java.home"));
    }

    static Path project() {
        return Path.of(System.getProperty("project.basedir", "")).toAbsolutePath();
    }

    private static void assume(boolean condition, String otherwise) {
        if (!condition) {
            LOG.warn("Tests of the tarball left out: {}", otherwise);
        }
        assumeTrue(condition, otherwise);
    }
}
