package io.dialer.agent.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dialer.agent.config.ClusterConfig;
import io.dialer.agent.config.ConfigException;
import io.dialer.agent.testing.Configurations;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MemberAddressTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'interface': '127.0.0.1'}",
                "{'interface': '127.0.0.0/8'}",
                "{'interface': 'lo'}",
                "{'members': ['127.0.0.1']}",
                "{'members': ['127.0.0.1:5701', '127.0.0.1:5702']}"
            })
    void isLoopbackWhereNothingElseIsMeant(String section) {
        assertThat(MemberAddress.of(of(section)).getHostAddress()).isEqualTo("127.0.0.1");
    }

    @Test
    void mayBeOfTheOtherFamily() {
        assertThat(MemberAddress.of(of("{'members': ['[::1]:5701']}")).isLoopbackAddress())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"198.51.100.7", "198.51.100.0/24", "eth77", "127.0.0.0/400", "127.0.0.0/x", "half/8", "::/200"})
    void anInterfaceThatThisHostDoesNotHaveIsRefused(String wanted) {
        assertThatThrownBy(() -> MemberAddress.of(of("{'interface': '" + wanted + "'}")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("cluster.interface")
                .hasMessageContaining(wanted + " is not allowed; allowed: ");
    }

    @Test
    void membersThatNobodyCanReachAreNamed() {
        assertThatThrownBy(() -> MemberAddress.of(of("{'members': ['no-such-host.invalid']}")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("none of no-such-host.invalid can be reached from here but by loopback; set");
    }

    /** Debian's hosts file has the host's own name on loopback. */
    @Test
    void aNameThatLeadsToLoopbackIsNotWhatOtherHostsReach() {
        assertThatThrownBy(() -> MemberAddress.of(of("{'members': ['localhost', 'no-such-host.invalid']}")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("set cluster.interface");
    }

    private static ClusterConfig of(String section) {
        return Configurations.of("{'cluster': " + section + "}").cluster();
    }
}
