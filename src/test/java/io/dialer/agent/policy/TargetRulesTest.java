package io.dialer.agent.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.dialer.agent.config.TargetRule;
import io.dialer.agent.config.TargetsConfig;
import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

class TargetRulesTest {
    private static final OwnConsole CONSOLE = new OwnConsole(Set.of(8650));

    @ParameterizedTest(name = "deny {0}, allow {1}, private {2}, others {3}: {4} at {5} port {6} → {7}")
    @CsvFileSource(resources = "targets.csv", delimiter = '|')
    void saysWhichRuleRefusesATarget(
            @Nullable String deny,
            @Nullable String allow,
            boolean privateNetworks,
            String others,
            String host,
            String address,
            int port,
            String expected) {
        TargetsConfig targets = new TargetsConfig(
                rules(deny),
                rules(allow),
                privateNetworks,
                "deny".equals(others) ? TargetsConfig.Others.DENY : TargetsConfig.Others.ALLOW);
        InetAddress connected = "?".equals(address) ? null : InetAddress.ofLiteral(address);
        assertThat(new TargetRules(targets, CONSOLE).refusal(host, connected, port))
                .isEqualTo("-".equals(expected) ? null : expected);
    }

    private static List<TargetRule> rules(@Nullable String written) {
        return written == null ? List.of() : List.of(TargetRule.parse(written).orElseThrow());
    }
}
