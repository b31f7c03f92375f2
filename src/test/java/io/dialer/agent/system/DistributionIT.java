package io.dialer.agent.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dialer.agent.probe.net.Certificates;
import io.dialer.agent.probe.net.RawServer;
import io.dialer.agent.probe.net.icmp.Rights;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tarball, used as on a host without Java: its environment is a PATH that leads to an empty folder. */
class DistributionIT {
    @TempDir
    static Path built;

    @TempDir
    static Path unpacked;

    @TempDir
    Path folder;

    private static Path tarball;
    private static Path top;

    @BeforeAll
    static void make() throws Exception {
        Distribution.assumeTools();
        tarball = Distribution.make(built);
        top = Distribution.unpack(tarball, unpacked);
    }

    private AgentProcess dialer(String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of(top.resolve("bin/dialer").toString()));
        Collections.addAll(command, words);
        Path empty = Files.createDirectories(folder.resolve("empty"));
        return AgentProcess.launch(folder, Map.of("PATH", empty.toString()), command);
    }

    private JsonObject success(String... words) throws Exception {
        try (AgentProcess probe = dialer(words)) {
            assertThat(probe.exitCode(30)).as(probe.output()).isZero();
            return new JsonObject(probe.output());
        }
    }

    @Test
    void saysTheVersionThatItsNameSays() throws Exception {
        try (AgentProcess version = dialer("version")) {
            assertThat(version.exitCode(20)).as(version.output()).isZero();
            assertThat(version.output().trim().replace(' ', '-'))
                    .isEqualTo(String.valueOf(top.getFileName()))
                    .isSubstringOf(String.valueOf(tarball.getFileName()));
        }
    }

    @Test
    void passesJavaOptionsOnAndFindsItsFolderBehindALink() throws Exception {
        Path link = Files.createSymbolicLink(unpacked.resolve("link"), top.resolve("bin/dialer"));
        Map<String, String> environment = Map.of("PATH", System.getenv("PATH"), "JAVA_OPTS", "-Done=1 -showversion");
        try (AgentProcess version = AgentProcess.launch(folder, environment, List.of(link.toString(), "version"))) {
            assertThat(version.exitCode(20)).as(version.output()).isZero();
            assertThat(version.output()).contains("Server VM").contains("dialer-agent ");
        }
    }

    @Test
    void probesHttp() throws Exception {
        try (Targets targets = new Targets()) {
            JsonObject details = success("probe", "http", targets.http("/")).getJsonObject("details");
            assertThat(details.getJsonObject("phases").fieldNames()).contains("resolve", "connect", "first_byte");
        }
    }

    @Test
    void readsAPageInACharsetOutsideTheBaseModule() throws Exception {
        byte[] page = "日本".getBytes(Charset.forName("ISO-2022-JP"));
        String answer =
                "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=ISO-2022-JP\r\nContent-Length: %d\r\n\r\n%s"
                        .formatted(page.length, new String(page, StandardCharsets.ISO_8859_1));
        try (RawServer server = RawServer.answering(answer)) {
            success("probe", "http", "http://127.0.0.1:" + server.port() + "/", "body_matches=\\u65e5\\u672c");
        }
    }

    @Test
    void probesHttps() throws Exception {
        try (RawServer server = RawServer.startTls(Certificates.serving(Certificates.valid()), connection -> {
            RawServer.readRequest(connection);
            RawServer.send(connection, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        })) {
            String authority = Certificates.file(Certificates.AUTHORITY);
            JsonObject result =
                    success("probe", "http", "https://127.0.0.1:" + server.port() + "/", "ca_file=" + authority);
            assertThat(result.getJsonObject("details").getJsonObject("tls").getString("version"))
                    .isEqualTo("TLSv1.3");
        }
    }

    @Test
    void pings() throws Exception {
        Rights.assumeIcmp(InetAddress.ofLiteral("127.0.0.1"));
        assertThat(success("probe", "ping", "127.0.0.1", "count=1").getDouble("packet_loss"))
                .isZero();
    }

    @Test
    void runsAsAnAgentInTheFolderItIsStartedIn() throws Exception {
        try (AgentProcess agent = dialer()) {
            await().atMost(Duration.ofSeconds(20)).until(() -> agent.output().contains("result task_id="));
            assertThat(agent.terminate(10)).isZero();
            assertThat(folder.resolve("conf/agent_config.json")).exists();
            assertThat(folder.resolve("data/embedded.db")).exists();
            assertThat(agent.output()).doesNotContain("Exception");
        }
    }

    @Test
    void runsWhereItsInstallerPutsIt() throws Exception {
        Map<String, String> environment = Map.of("PATH", System.getenv("PATH"), "DESTDIR", folder.toString());
        String installer = top.resolve("install.sh").toString();
        try (AgentProcess install = AgentProcess.launch(folder, environment, List.of(installer))) {
            assertThat(install.exitCode(30)).as(install.output()).isZero();
        }
        String installed = folder.resolve("opt/dialer-agent/bin/dialer").toString();
        String configuration =
                folder.resolve("etc/dialer-agent/agent_config.json").toString();
        try (AgentProcess check =
                AgentProcess.launch(folder, Map.of(), List.of(installed, "check", "--strict", configuration))) {
            assertThat(check.exitCode(20)).as(check.output()).isZero();
        }
    }

    @Test
    void theSameJarAndJdkMakeTheSameTarball() throws Exception {
        assertThat(Files.mismatch(tarball, Distribution.make(folder))).isEqualTo(-1);
    }

    @Test
    void holdsNoPathOfTheMachineThatMadeIt() throws Exception {
        List<String> paths =
                List.of(Distribution.project().toString(), Distribution.jdk().toString());
        try (Stream<Path> files = Files.walk(top)) {
            assertThat(files.filter(Files::isRegularFile))
                    .hasSizeGreaterThan(50)
                    .noneMatch(file -> mentions(file, paths));
        }
    }

    private static boolean mentions(Path file, List<String> paths) {
        try {
            String octets = Files.readString(file, StandardCharsets.ISO_8859_1);
            return paths.stream().anyMatch(octets::contains);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @Test
    void itsReadmeLinksToWhatItHolds() throws Exception {
        List<String> links = Pattern.compile("]\\(([^):#]+)\\)")
                .matcher(Files.readString(top.resolve("README.md")))
                .results()
                .map((MatchResult link) -> link.group(1))
                .toList();
        assertThat(links)
                .isNotEmpty()
                .allSatisfy(link -> assertThat(top.resolve(link)).exists());
    }

    @Test
    void isNotMadeWhereJdepsFails() throws Exception {
        Path bin = Files.createDirectories(folder.resolve("jdk/bin"));
        Path out = Files.createDirectories(folder.resolve("out"));
        for (String tool : List.of("java", "jlink")) {
            script(
                    bin.resolve(tool),
                    "exec '%s' \"$@\"".formatted(Distribution.jdk().resolve("bin/" + tool)));
        }
        script(bin.resolve("jdeps"), "echo java.base; exit 3");
        try (AgentProcess maker = Distribution.maker(folder.resolve("jdk"), out)) {
            assertThat(maker.exitCode(30)).isEqualTo(1);
            assertThat(maker.output()).contains("jdeps cannot tell the modules");
        }
        assertThat(out).isDirectoryNotContaining("glob:**.tar.gz");
    }

    private static void script(Path file, String line) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + line + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }
}
