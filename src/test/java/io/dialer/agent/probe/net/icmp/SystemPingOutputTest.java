package io.dialer.agent.probe.net.icmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.dialer.agent.probe.Sentence;
import io.dialer.agent.probe.net.Errno;
import java.net.InetAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SystemPingOutputTest {
    private static final PingOrder ORDER = new PingOrder(
            InetAddress.ofLiteral("127.0.0.1"),
            null,
            new EchoShape(56, false),
            4,
            Duration.ofMillis(200),
            Duration.ofSeconds(1),
            64);

    @Test
    void repliesLossAndDuplicatesAreRead() throws Exception {
        SystemPingRun run = read("""
                PING 127.0.0.1 (127.0.0.1) 56(84) bytes of data.
                64 bytes from 127.0.0.1: icmp_seq=1 ttl=64 time=0.031 ms
                64 bytes from 127.0.0.1: icmp_seq=1 ttl=64 time=0.040 ms (DUP!)
                64 bytes from 127.0.0.1: icmp_seq=4 ttl=63 time=112 ms
                64 bytes from 127.0.0.1: icmp_seq=9 ttl=63 time=112 ms

                --- 127.0.0.1 ping statistics ---
                4 packets transmitted, 2 received, +1 duplicates, 50% packet loss, time 203ms
                rtt min/avg/max/mdev = 0.031/0.033/0.036/0.002 ms
                """);

        assertThat(run.sent()).isEqualTo(4);
        assertThat(run.cutOff()).isFalse();
        assertThat(run.events())
                .containsExactly(
                        new EchoEvent.Reply(0, 31_000, 64),
                        new EchoEvent.Reply(0, 40_000, 64),
                        new EchoEvent.Reply(3, 112_000_000, 63));
    }

    @Test
    void busyboxCountsFromZero() throws Exception {
        assertThat(read("""
                64 bytes from 127.0.0.1: seq=0 ttl=64 time=0.055 ms
                4 packets transmitted, 1 packets received, 75% packet loss
                """).events()).containsExactly(new EchoEvent.Reply(0, 55_000, 64));
    }

    @Test
    void icmpErrorsAreTold() throws Exception {
        InetAddress router = InetAddress.ofLiteral("fd00::2");
        assertThat(read("""
                From fd00::2 icmp_seq=1 Destination unreachable: Address unreachable
                From fd00::2: icmp_seq=2 Time exceeded: Hop limit
                4 packets transmitted, 0 received, +2 errors, 100% packet loss, time 0ms
                """).events())
                .containsExactly(
                        refusal(0, router, false, "Destination unreachable: Address unreachable"),
                        refusal(1, router, true, "Time exceeded: Hop limit"));
    }

    @Test
    void whatTheKernelRefusedIsCounted() throws Exception {
        SystemPingRun none = read("/usr/bin/ping: connect: Network is unreachable");
        SystemPingRun some = read("""
                ping: local error: message too long, mtu=1500
                ping: sendmsg: Operation not permitted
                4 packets transmitted, 0 received, +1 errors, 100% packet loss, time 40ms
                """);

        assertThat(none.sent()).isEqualTo(4);
        assertThat(none.refusals()).containsExactly(Errno.ENETUNREACH);
        assertThat(some.refusals()).containsExactly(Errno.EMSGSIZE, Errno.EPERM);
    }

    @Test
    void whatWasPrintedBeforeTheDeadlineCounts() throws Exception {
        SystemPingRun run = SystemPingOutput.read(
                ORDER,
                "64 bytes from 127.0.0.1: icmp_seq=1 ttl=64 time=0.031 ms"
                        .lines()
                        .toList(),
                2);

        assertThat(run.sent()).isEqualTo(2);
        assertThat(run.cutOff()).isTrue();
        assertThat(run.events()).hasSize(1);
    }

    @Test
    void aProgramThatCannotIsQuoted() {
        assertThatExceptionOfType(IcmpUnavailable.class)
                .isThrownBy(() -> read("ping: cannot flood; minimal interval allowed for user is 200ms\n"))
                .withMessage("the system's ping: ping: cannot flood; minimal interval allowed for user is 200ms");
    }

    private static EchoEvent refusal(int sequence, InetAddress from, boolean exceeded, String words) {
        return new EchoEvent.Refusal(sequence, 0, from, -1, -1, exceeded, Sentence.of("text", words));
    }

    private static SystemPingRun read(String output) throws IcmpUnavailable {
        return SystemPingOutput.read(ORDER, output.lines().toList(), -1);
    }
}
