package io.dialer.agent.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The tarball's installer, into a folder that stands for the host. The run time is a script that does nothing. */
class InstallerIT {
    @TempDir
    Path unpacked;

    @TempDir
    Path host;

    @BeforeEach
    void unpack() throws Exception {
        Path dist = Distribution.project().resolve("src/dist");
        for (String file : List.of("install.sh", "dialer-agent.service", "bin/dialer")) {
            copy(dist.resolve(file), unpacked.resolve(file));
        }
        for (String file : List.of(
                "README.md",
                "docs/configuration.md",
                "verticles.md",
                "LICENSE",
                "CHANGELOG.md",
                "README.zh-CN.md",
                "CONTRIBUTING.md",
                "SECURITY.md",
                "conf/agent_config.json",
                "conf/blackbox.yml")) {
            copy(Distribution.project().resolve(file), unpacked.resolve(file));
        }
        copy(Distribution.project().resolve("conf/tasks.json"), unpacked.resolve("conf/tasks.json"));
        write(unpacked.resolve("lib/dialer-agent.jar"), "1");
        Path java = write(unpacked.resolve("runtime/bin/java"), "#!/bin/sh\nexit 0\n");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwx------"));
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to.getParent());
        Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES);
    }

    private static Path write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    /** Runs it and returns what it printed. */
    private String install(int exitCode, String... words) throws Exception {
        List<String> command =
                new ArrayList<>(List.of(unpacked.resolve("install.sh").toString()));
        Collections.addAll(command, words);
        Map<String, String> environment = Map.of("PATH", System.getenv("PATH"), "DESTDIR", host.toString());
        try (AgentProcess installer = AgentProcess.launch(unpacked, environment, command)) {
            assertThat(installer.exitCode(30)).as(installer.output()).isEqualTo(exitCode);
            return installer.output();
        }
    }

    private String mode(String path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(host.resolve(path)));
    }

    private String text(String path) throws IOException {
        return Files.readString(host.resolve(path));
    }

    @Test
    void putsEachFileInItsPlaceWithItsMode() throws Exception {
        install(0);

        assertThat(mode("opt/dialer-agent/bin/dialer")).isEqualTo("rwxr-xr-x");
        assertThat(mode("opt/dialer-agent/runtime/bin/java")).isEqualTo("rwxr-xr-x");
        assertThat(mode("opt/dialer-agent/lib/dialer-agent.jar")).isEqualTo("rw-r--r--");
        assertThat(mode("etc/dialer-agent")).isEqualTo("rwxr-x---");
        assertThat(mode("etc/dialer-agent/agent_config.json")).isEqualTo("rw-r-----");
        assertThat(mode("etc/dialer-agent/tasks.json")).isEqualTo("rw-r-----");
        assertThat(mode("etc/dialer-agent/blackbox.yml")).isEqualTo("rw-r-----");
        assertThat(mode("etc/systemd/system/dialer-agent.service")).isEqualTo("rw-r--r--");
        assertThat(Files.readSymbolicLink(host.resolve("usr/local/bin/dialer")))
                .isEqualTo(Path.of("/opt/dialer-agent/bin/dialer"));
    }

    @Test
    void aSecondRunKeepsAnEditedConfigurationAndLeavesTheProgram() throws Exception {
        install(0);
        write(host.resolve("etc/dialer-agent/agent_config.json"), "edited");

        assertThat(install(0)).contains("opt/dialer-agent is up to date");
        assertThat(text("etc/dialer-agent/agent_config.json")).isEqualTo("edited");
        assertThat(host.resolve("opt/dialer-agent.previous")).doesNotExist();
    }

    @Test
    void anUpgradeKeepsTheProgramBefore() throws Exception {
        install(0);
        write(unpacked.resolve("lib/dialer-agent.jar"), "2");
        install(0);
        install(0);

        assertThat(text("opt/dialer-agent/lib/dialer-agent.jar")).isEqualTo("2");
        assertThat(text("opt/dialer-agent.previous/lib/dialer-agent.jar")).isEqualTo("1");
        assertThat(host.resolve("opt/dialer-agent.new")).doesNotExist();
    }

    @Test
    void theServiceNamesThePrefix() throws Exception {
        install(0, "--prefix", "/srv/tools/");

        assertThat(host.resolve("srv/tools/dialer-agent/bin/dialer")).exists();
        assertThat(text("etc/systemd/system/dialer-agent.service"))
                .contains("ExecStart=/srv/tools/dialer-agent/bin/dialer -conf ")
                .doesNotContain("/opt/");
    }

    @Test
    void pingByGroupTakesTheCapabilityAway() throws Exception {
        write(host.resolve("etc/group"), "root:x:0:\ndialer:x:993:\n");
        install(0, "--ping-group");

        assertThat(text("etc/sysctl.d/60-dialer-agent.conf")).contains("net.ipv4.ping_group_range = 993 993\n");
        assertThat(text("etc/systemd/system/dialer-agent.service.d/60-ping-group.conf"))
                .contains("[Service]\nAmbientCapabilities=\nCapabilityBoundingSet=\n");
    }

    @Test
    void removesAllButConfigurationAndStateAndSaysWhatStays() throws Exception {
        write(host.resolve("etc/group"), "dialer:x:993:\n");
        write(host.resolve("var/lib/dialer-agent/data/outbox.db"), "results");
        install(0, "--ping-group");

        assertThat(install(0, "--uninstall")).contains("stay: ", "etc/dialer-agent", "var/lib/dialer-agent");
        assertThat(host)
                .isDirectoryRecursivelyContaining("glob:**/etc/dialer-agent/tasks.json")
                .isDirectoryRecursivelyContaining("glob:**/var/lib/dialer-agent/data/outbox.db")
                .isDirectoryNotContaining("glob:**/opt/dialer-agent*");
        assertThat(host.resolve("opt")).isEmptyDirectory();
        assertThat(host.resolve("usr/local/bin")).isEmptyDirectory();
        assertThat(host.resolve("etc/systemd/system")).isEmptyDirectory();
        assertThat(host.resolve("etc/sysctl.d")).isEmptyDirectory();
        install(0, "--uninstall");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        --prefix        | --prefix needs a folder
        --prefix=srv    | --prefix srv: an absolute path is needed
        --prefix=/a%b   | --prefix /a%b: only letters, digits and / . _ - are allowed
        --prefix=/home  | --prefix /home: the service sees no folder below /home
        --ping-group    | etc/group has no group dialer
        --start         | unknown argument --start; known: --prefix DIR, --ping-group, --uninstall, --help
        """)
    void aMistakeIsOneLineAndChangesNothing(String word, String expected) throws Exception {
        assertThat(install(1, word).lines()).singleElement().asString().contains(expected);
        assertThat(host).isEmptyDirectory();
    }

    @Test
    void refusesARunTimeForAnotherMachine() throws Exception {
        Files.write(unpacked.resolve("runtime/bin/java"), new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1});

        assertThat(install(1).lines()).singleElement().asString().contains("runtime/bin/java does not run here");
        assertThat(host).isEmptyDirectory();
    }

    @Test
    void refusesAFolderThatLacksAPart() throws Exception {
        Files.delete(unpacked.resolve("dialer-agent.service"));

        assertThat(install(1).lines()).singleElement().asString().contains("dialer-agent.service is not there");
    }

    @Test
    void leavesACommandOfSomebodyElseAlone() throws Exception {
        write(host.resolve("usr/local/bin/dialer"), "theirs");

        assertThat(install(1)).contains("usr/local/bin/dialer is there and is no link of ours");
        assertThat(text("usr/local/bin/dialer")).isEqualTo("theirs");
    }
}
