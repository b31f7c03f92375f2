package io.dialer.agent.probe.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PluginEnvironmentTest {
    private static final Map<String, String> OWN = Map.of(
            "PATH", "/bin",
            "LC_ALL", "C",
            "PYTHONPATH", "/opt/modules",
            "https_proxy", "http://proxy:3128",
            "DIALER_API_TOKEN", "s3cr3t",
            "DB_PASSWORD", "s3cr3t",
            "AWS_SECRET_ACCESS_KEY", "s3cr3t");

    @Test
    void holdsWhatSaysWhereThingsAreAndNothingElse() {
        assertThat(PluginEnvironment.of(OWN, List.of()))
                .containsOnlyKeys("PATH", "LC_ALL", "PYTHONPATH", "https_proxy");
    }

    @Test
    void holdsWhatIsWantedByName() {
        assertThat(PluginEnvironment.of(OWN, List.of("DB_PASSWORD", "ABSENT")))
                .containsEntry("DB_PASSWORD", "s3cr3t")
                .doesNotContainKeys("AWS_SECRET_ACCESS_KEY", "ABSENT");
    }
}
