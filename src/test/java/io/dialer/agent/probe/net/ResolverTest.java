package io.dialer.agent.probe.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.dialer.agent.probe.Outcome;
import io.dialer.agent.probe.Phase;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Rcode;

class ResolverTest {
    private DnsTestServer server;
    private Resolver resolver;

    @BeforeEach
    void start() throws Exception {
        server = DnsTestServer.start();
        resolver = Resolver.asking(List.of(server.address()), Duration.ofMillis(500));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, ANY, 127.0.0.1", "127.0.0.1, V4, 127.0.0.1", "::1, ANY, 0:0:0:0:0:0:0:1",
        "[::1], V6, 0:0:0:0:0:0:0:1", "localhost, V4, 127.0.0.1", "localhost, ANY, 127.0.0.1"
    })
    void needsNoServerForLiteralsAndTheHostsFile(String host, IpVersion version, String address) throws Exception {
        assertThat(resolve(host, version))
                .extracting(InetAddress::getHostAddress)
                .containsExactly(address);
        assertThat(server.queries()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1, V6", "::1, V4"})
    void isAnErrorForALiteralOfAnotherFamily(String host, IpVersion version) {
        assertThat(failure(host, version).outcome()).isEqualTo(Outcome.ERROR);
    }

    @ParameterizedTest
    @CsvSource({
        "www.example, ANY, 127.0.0.1, A www.example.",
        "www.example, V4, 127.0.0.1, A www.example.",
        "www.example., V6, 0:0:0:0:0:0:0:1, AAAA www.example.",
        "bücher.example, V4, 127.0.0.1, A xn--bcher-kva.example.",
        "a_b.example, V4, 127.0.0.1, A a_b.example."
    })
    void asksTheServerOnce(String host, IpVersion version, String first, String query) throws Exception {
        assertThat(resolve(host, version).getFirst().getHostAddress()).isEqualTo(first);
        assertThat(server.queries()).containsExactly(query);
    }

    @Test
    void asksAgainEachTime() throws Exception {
        resolve("www.example", IpVersion.V4);
        resolve("www.example", IpVersion.V4);

        assertThat(server.queries()).hasSize(2);
    }

    @Test
    void keepsTheServersOrder() throws Exception {
        assertThat(resolve("www.example", IpVersion.ANY))
                .extracting(InetAddress::getHostAddress)
                .containsExactly("127.0.0.1", "127.0.0.2");
    }

    @Test
    void asksForTheOtherFamilyOnlyWhereTheNameExists() throws Exception {
        assertThat(resolve("v6only.example", IpVersion.ANY)).containsExactly(InetAddress.ofLiteral("::1"));
        assertThat(server.queries()).containsExactly("A v6only.example.", "AAAA v6only.example.");
    }

    @ParameterizedTest
    @CsvSource({
        "nxdomain.example, ANY, NXDOMAIN, 1",
        "nxdomain.example, V6, NXDOMAIN, 1",
        "nodata.example, ANY, NODATA, 2",
        "nodata.example, V4, NODATA, 1",
        "v6only.example, V4, NODATA, 1"
    })
    void saysWhyThereIsNoAddress(String host, IpVersion version, String words, int queries) {
        ProbeFailure failure = failure(host, version);

        assertThat(failure.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(failure.phase()).isEqualTo(Phase.RESOLVE);
        assertThat(failure.reason()).startsWith(host).contains(words);
        assertThat(server.queries()).hasSize(queries);
    }

    @ParameterizedTest
    @CsvSource({"servfail.example, SERVFAIL", "refused.example, REFUSED"})
    void failsWhereTheServerDoes(String host, String words) {
        ProbeFailure failure = failure(host, IpVersion.ANY);

        assertThat(failure.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(failure.reason()).contains(words);
        assertThat(server.queries()).isNotEmpty().allMatch(query -> query.startsWith("A "));
    }

    @ParameterizedTest
    @ValueSource(ints = {Rcode.SERVFAIL, Rcode.REFUSED, Rcode.NOTIMP})
    void asksTheNextServerWhereOneCannotHelp(int rcode) throws Exception {
        try (DnsTestServer helpless = DnsTestServer.start()) {
            helpless.answerAllWith(rcode);
            resolver = Resolver.asking(List.of(helpless.address(), server.address()), Duration.ofMillis(500));

            assertThat(resolve("www.example", IpVersion.V4).getFirst()).isEqualTo(InetAddress.ofLiteral("127.0.0.1"));
            assertThat(helpless.queries()).hasSize(1);
            assertThat(server.queries()).hasSize(1);
        }
    }

    @Test
    void asksTheNextServerWhereNoneListens() throws Exception {
        InetSocketAddress closed;
        try (DnsTestServer gone = DnsTestServer.start()) {
            closed = gone.address();
        }
        resolver = Resolver.asking(List.of(closed, server.address()), Duration.ofMillis(500));

        assertThat(resolve("www.example", IpVersion.V4)).hasSize(2);
        resolver = Resolver.asking(List.of(closed), Duration.ofMillis(500));
        assertThat(failure("www.example", IpVersion.V4).reason())
                .isEqualTo("www.example: no name server can be reached");
    }

    @Test
    void whatAServerSaysCountsMoreThanTheSilenceOfOthers() throws Exception {
        try (DnsTestServer helpless = DnsTestServer.start()) {
            helpless.answerAllWith(Rcode.REFUSED);
            server.fallSilent();
            resolver = Resolver.asking(List.of(server.address(), helpless.address()), Duration.ofMillis(600));

            assertThat(failure("www.example", IpVersion.V4).reason()).contains("REFUSED");
            assertThat(server.queries()).hasSize(3);
            assertThat(helpless.queries()).hasSize(1);
        }
    }

    @Test
    void readsTheHostsFileAnewWhereItHasChanged(@TempDir Path folder) throws Exception {
        Path hosts = Files.writeString(folder.resolve("hosts"), "127.0.0.1 changing.test\n");
        resolver = Resolver.ofSystem(hosts, Duration.ZERO);
        assertThat(resolve("changing.test", IpVersion.V4)).containsExactly(InetAddress.ofLiteral("127.0.0.1"));

        Files.writeString(hosts, "127.0.0.77 changing.test another.test\n");

        assertThat(resolve("changing.test", IpVersion.V4)).containsExactly(InetAddress.ofLiteral("127.0.0.77"));
        assertThat(resolve("another.test", IpVersion.V4)).containsExactly(InetAddress.ofLiteral("127.0.0.77"));
    }

    @Test
    void isATimeoutWhereTheServerIsSilent() {
        ProbeFailure failure = failure("silent.example", IpVersion.ANY);

        assertThat(failure.outcome()).isEqualTo(Outcome.TIMEOUT);
        assertThat(failure.reason()).contains("no answer from the name server");
        assertThat(server.queries()).isNotEmpty().allMatch(query -> query.startsWith("A "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a..b", "no host..name", ".a"})
    void failsForWhatIsNoName(String host) {
        assertThat(failure(host, IpVersion.ANY).outcome()).isEqualTo(Outcome.FAILED);
        assertThat(server.queries()).isEmpty();
    }

    private List<InetAddress> resolve(String host, IpVersion version) throws Exception {
        return resolver.resolve(host, version).get(5, TimeUnit.SECONDS);
    }

    private ProbeFailure failure(String host, IpVersion version) {
        return ProbeFailure.in(assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> resolve(host, version))
                .actual());
    }
}
