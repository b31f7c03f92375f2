package io.dialer.agent.probe.type;

import static org.assertj.core.api.Assertions.assertThat;

import io.dialer.agent.probe.Measurement;
import io.dialer.agent.probe.Outcome;
import io.dialer.agent.probe.net.SystemResolvers;
import io.dialer.agent.probe.net.icmp.NetworkNamespace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is odd about probing the own host, in a network of its own. */
class OwnHostTest {
    /** Linux connects a socket to itself where it chooses for it the very port that it shall connect to. */
    @Test
    void aPortWhereNobodyListensRefusesAlsoWhereItIsOurOwn() throws Exception {
        try (NetworkNamespace namespace = NetworkNamespace.open()) {
            Set<String> ended = namespace.call(() -> {
                Files.writeString(Path.of("/proc/sys/net/ipv4/ip_local_port_range"), "45000 45001");
                Set<String> seen = new HashSet<>();
                try (ProbeBench bench = ProbeBench.ofSystem()) {
                    for (int port = 45_000; port < 45_002; port++) {
                        for (int run = 0; run < 10; run++) {
                            Measurement measured = bench.tcp("127.0.0.1:" + port, "{}");
                            seen.add(measured.outcome() + " "
                                    + measured.details().getInteger("return_code"));
                        }
                    }
                }
                return seen;
            });

            assertThat(ended).containsExactly(Outcome.FAILED + " 111");
        }
    }

    @Test
    void pingTakesTheIpv6AddressWhereNoRouteLeadsToTheOther(@TempDir Path folder) throws Exception {
        Path hosts = Files.writeString(folder.resolve("hosts"), "192.0.2.1 dual.test\n::1 dual.test\n");
        try (NetworkNamespace namespace = NetworkNamespace.open()) {
            Measurement measured = namespace.call(() -> {
                try (ProbeBench bench = ProbeBench.resolvingBy(SystemResolvers.with(hosts, Duration.ofSeconds(1)))) {
                    return bench.ping("dual.test", "{'count': 1}");
                }
            });

            assertThat(measured.outcome()).as(measured.message()).isEqualTo(Outcome.SUCCESS);
            assertThat(measured.details().getString("ip")).isEqualTo("::1");
        }
    }
}
