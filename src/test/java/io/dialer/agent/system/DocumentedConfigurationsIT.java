package io.dialer.agent.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.dialer.agent.testing.Markdown;
import io.vertx.core.net.SelfSignedCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An agent starts with each whole configuration of the documents, and Prometheus takes those for it. */
class DocumentedConfigurationsIT {
    private static final Logger LOG = LoggerFactory.getLogger(DocumentedConfigurationsIT.class);
    private static final Path PROJECT =
            Path.of(System.getProperty("project.basedir", "")).toAbsolutePath();
    private static final Path PROMTOOL = Path.of("/usr/bin/promtool");

    @TempDir
    Path folder;

    static List<Markdown.Block> ofAgents() throws IOException {
        return blocks("json").stream()
                .filter(block -> block.text().contains("\"config_version\""))
                .toList();
    }

    static List<Markdown.Block> ofPrometheus() throws IOException {
        return blocks("yaml").stream()
                .filter(block -> block.text().startsWith("scrape_configs:"))
                .toList();
    }

    private static List<Markdown.Block> blocks(String language) throws IOException {
        return Markdown.all(PROJECT).stream()
                .flatMap(page -> page.blocks().stream())
                .filter(block -> block.language().equals(language))
                .toList();
    }

    @Test
    void areFound() throws Exception {
        assertThat(ofAgents()).hasSizeGreaterThan(4);
        assertThat(ofPrometheus()).hasSize(2);
    }

    @ParameterizedTest
    @MethodSource("ofAgents")
    void startsAnAgent(Markdown.Block block) throws Exception {
        SelfSignedCertificate certificate = SelfSignedCertificate.create("dialer");
        Files.copy(Path.of(certificate.certificatePath()), folder.resolve("server.pem"));
        Files.copy(Path.of(certificate.privateKeyPath()), folder.resolve("server.key"));
        Files.writeString(folder.resolve("console"), "of-the-documents\n");
        List<String> words = new ArrayList<>();
        if (block.text().contains("\"cluster\"")) {
            words.add("-cluster");
        }
        try (ContractBackend backend = ContractBackend.start()) {
            words.addAll(List.of("-conf", written(block, backend).toString()));
            try (AgentProcess agent = AgentProcess.run(folder, environment(block), words.toArray(String[]::new))) {
                await().atMost(Duration.ofSeconds(60))
                        .until(() -> agent.output().contains("agent started")
                                && agent.output().contains("registered"));
                assertThat(agent.output()).doesNotContain(" ERROR ");
                assertThat(agent.terminate(30)).isZero();
            }
        }
    }

    /** On this host, with ports and files of the test. */
    private Path written(Markdown.Block block, ContractBackend backend) throws IOException {
        String text = block.text()
                .replace("http://backend:5001", backend.url())
                .replaceAll("10\\.0\\.0\\.1[123]", "127.0.0.1")
                .replace("10.0.0.0/24", "127.0.0.0/8")
                .replace("\"port\": 8650", "\"port\": 0")
                .replace("/run/secrets/console", folder.resolve("console").toString());
        return Files.writeString(folder.resolve("agent.json"), text);
    }

    /** The backend of this test wants a token also where the page speaks of something else. */
    private static Map<String, String> environment(Markdown.Block block) {
        return block.text().contains("DIALER_TOKEN")
                ? Map.of("DIALER_TOKEN", ContractBackend.TOKEN, "DIALER_CONSOLE_PORT", "0")
                : Map.of(
                        "DIALER_AUTH_REQUIRED", "true",
                        "DIALER_API_TOKEN", ContractBackend.TOKEN,
                        "DIALER_CONSOLE_PORT", "0");
    }

    @ParameterizedTest
    @MethodSource("ofPrometheus")
    void isTakenByPrometheus(Markdown.Block block) throws Exception {
        boolean there = Files.isExecutable(PROMTOOL);
        if (!there) {
            LOG.warn("Test with promtool left out: {} is not here (Debian: apt-get install prometheus)", PROMTOOL);
        }
        assumeTrue(there, "promtool is not here");
        Path file = Files.writeString(folder.resolve("prometheus.yml"), block.text());

        try (AgentProcess check = AgentProcess.launch(
                folder, Map.of(), List.of(PROMTOOL.toString(), "check", "config", file.toString()))) {
            assertThat(check.exitCode(30)).as("%s: %s", block, check.output()).isZero();
        }
    }
}
