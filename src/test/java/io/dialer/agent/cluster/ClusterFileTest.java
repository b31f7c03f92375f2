package io.dialer.agent.cluster;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hazelcast.config.Config;
import com.hazelcast.config.EndpointConfig;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.ServerSocketEndpointConfig;
import com.hazelcast.instance.EndpointQualifier;
import io.dialer.agent.config.ClusterConfig;
import io.dialer.agent.config.ConfigException;
import io.dialer.agent.testing.Configurations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterFileTest {
    @TempDir
    private Path folder;

    @Test
    void membersOnThisHostShareTenPorts() {
        Config filled = ClusterFile.filled(ClusterConfig.DEFAULT, "127.0.0.1", folder);
        assertThat(filled.getClusterName()).isEqualTo("dialer");
        assertThat(listening(filled).getPort()).isEqualTo(5701);
        assertThat(listening(filled).isPortAutoIncrement()).isTrue();
        assertThat(listening(filled).getPortCount()).isEqualTo(10);
        assertThat(listening(filled).getInterfaces().getInterfaces()).containsExactly("127.0.0.1");
        JoinConfig join = filled.getAdvancedNetworkConfig().getJoin();
        assertThat(join.getTcpIpConfig().isEnabled()).isTrue();
        assertThat(join.getTcpIpConfig().getMembers()).containsExactly("127.0.0.1");
        assertThat(join.getMulticastConfig().isEnabled()).isFalse();
        assertThat(join.getAutoDetectionConfig().isEnabled()).isFalse();
        assertThat(join.getKubernetesConfig().isEnabled()).isFalse();
        assertThat(filled.getJetConfig().isEnabled()).isFalse();
        assertThat(filled.getProperty("hazelcast.phone.home.enabled")).isEqualTo("false");
        assertThat(filled.getProperty("hazelcast.max.no.heartbeat.seconds")).isEqualTo("5");
    }

    @Test
    void aListOfMembersMeansThatPortAlone() {
        Config filled = ClusterFile.filled(
                section("{'members': ['10.0.0.1', '10.0.0.2:6000'], 'port': 5800, 'name': 'south'}"),
                "10.0.0.1",
                folder);
        assertThat(filled.getClusterName()).isEqualTo("south");
        assertThat(listening(filled).getPort()).isEqualTo(5800);
        assertThat(listening(filled).isPortAutoIncrement()).isFalse();
        assertThat(filled.getAdvancedNetworkConfig().getJoin().getTcpIpConfig().getMembers())
                .containsExactly("10.0.0.1", "10.0.0.2:6000");
        assertThat(filled.getProperty("hazelcast.tcp.join.port.try.count")).isEqualTo("1");
    }

    @Test
    void aServiceOfKubernetesStandsForTheList() {
        Config filled = ClusterFile.filled(section("{'kubernetes_service': 'probes.watch.svc'}"), "10.1.2.3", folder);
        JoinConfig join = filled.getAdvancedNetworkConfig().getJoin();
        assertThat(join.getTcpIpConfig().isEnabled()).isFalse();
        assertThat(join.getKubernetesConfig().isEnabled()).isTrue();
        assertThat(join.getKubernetesConfig().getProperty("service-dns")).isEqualTo("probes.watch.svc");
    }

    @Test
    void theUsersOwnFileBesideTheConfigurationWins() throws IOException {
        Files.writeString(folder.resolve("cluster.xml"), """
                <hazelcast xmlns="http://www.hazelcast.com/schema/config">
                  <cluster-name>of my own</cluster-name>
                  <network><port>${dialer.cluster.port}</port></network>
                </hazelcast>
                """);
        Config filled = ClusterFile.filled(section("{'port': 5800, 'name': 'south'}"), "127.0.0.1", folder);
        assertThat(filled.getClusterName()).isEqualTo("of my own");
        assertThat(filled.getNetworkConfig().getPort()).isEqualTo(5800);
    }

    @Test
    void aFileThatCannotBeUsedIsNamed() throws IOException {
        Path file = Files.writeString(folder.resolve("cluster.xml"), "<hazelcast><netw");
        assertThatThrownBy(() -> ClusterFile.filled(ClusterConfig.DEFAULT, "127.0.0.1", folder))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(file + ": cannot be used: ");
    }

    private static ServerSocketEndpointConfig listening(Config config) {
        EndpointConfig member =
                config.getAdvancedNetworkConfig().getEndpointConfigs().get(EndpointQualifier.MEMBER);
        assertThat(member).isInstanceOf(ServerSocketEndpointConfig.class);
        return (ServerSocketEndpointConfig) requireNonNull(member);
    }

    private static ClusterConfig section(String json) {
        return Configurations.of("{'cluster': " + json + "}").cluster();
    }
}
