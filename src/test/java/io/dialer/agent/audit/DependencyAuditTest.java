package io.dialer.agent.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DependencyAuditTest {
    @TempDir
    private Path folder;

    private Path bill() {
        return folder.resolve("bom.json");
    }

    private Path data() {
        return folder.resolve("osv");
    }

    @BeforeEach
    void write() throws Exception {
        Files.createDirectories(data().resolve("maven"));
        bill("1.2.3");
    }

    private void bill(String version) throws IOException {
        Files.writeString(bill(), """
                {"components": [{"group": "org.example", "name": "lib", "version": "%s"}]}""".formatted(version));
    }

    private void advisory(String file, String artifact, String more) throws IOException {
        Files.writeString(data().resolve("maven/" + file), """
                {"id": "GHSA-1", "summary": "a hole", "affected": [{"package": {"ecosystem": "Maven", "name": "%s"}, %s}]}""".formatted(artifact, more));
    }

    @Test
    void withoutAFolderItIsSkippedAndSaysSo() throws Exception {
        DependencyAudit.Report report = DependencyAudit.audit(bill(), "");
        assertThat(report.clean()).isTrue();
        assertThat(report.lines()).singleElement().asString().contains("SKIPPED", "-Daudit.data");
    }

    @Test
    void aFolderThatIsMissingOrEmptyIsNoClearance() throws Exception {
        assertThat(DependencyAudit.audit(bill(), folder.resolve("nowhere").toString())
                        .clean())
                .isFalse();
        assertThat(DependencyAudit.audit(bill(), data().toString()).clean()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "1.2.3, true",
        "1.2.4, false",
        "1.0.0, true",
        "0.9, false",
        "1.2.3-rc1, true",
        "1.10.0, false",
        "2.0.0, true",
        "2.0.1, false",
        "3.1.4, true"
    })
    void findsTheVersionsThatAreMeant(String version, boolean found) throws Exception {
        advisory("a.json", "org.example:lib", """
                "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "1.0"}, {"fixed": "1.2.4"}]},
                  {"type": "ECOSYSTEM", "events": [{"introduced": "2"}, {"last_affected": "2.0.0"}]}],
                "versions": ["3.1.4"]""");
        bill(version);
        DependencyAudit.Report report = DependencyAudit.audit(bill(), data().toString());
        assertThat(report.clean()).isEqualTo(!found);
        assertThat(String.join("\n", report.lines()).contains("org.example:lib:" + version + ": GHSA-1 a hole"))
                .isEqualTo(found);
        assertThat(report.lines().getLast()).contains("1 components, 1 advisories");
    }

    @Test
    void passesOverOtherArtifactsAndWithdrawnAdvisories() throws Exception {
        advisory("a.json", "org.example:other", "\"versions\": [\"1.2.3\"]");
        Files.writeString(data().resolve("maven/b.json"), """
                {"id": "GHSA-2", "withdrawn": "2026-01-01T00:00:00Z", "affected": [
                  {"package": {"ecosystem": "Maven", "name": "org.example:lib"}, "versions": ["1.2.3"]}]}""");
        assertThat(DependencyAudit.audit(bill(), data().toString()).clean()).isTrue();
    }

    @Test
    void aFileThatIsNoAdvisoryIsNamed() throws Exception {
        Files.writeString(data().resolve("maven/c.json"), "[]");
        assertThatThrownBy(() -> DependencyAudit.audit(bill(), data().toString()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("c.json is no OSV file");
    }
}
