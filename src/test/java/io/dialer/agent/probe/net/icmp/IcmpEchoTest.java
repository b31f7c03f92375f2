package io.dialer.agent.probe.net.icmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.dialer.agent.probe.net.Errno;
import java.net.InetAddress;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IcmpEchoTest {
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
    private static final EchoShape USUAL = new EchoShape(56, false);

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.1.2.3", "::1"})
    void measuresTheWayToTheLoopback(String address) throws Exception {
        InetAddress target = InetAddress.ofLiteral(address);
        Rights.assumeIcmp(target);
        try (IcmpEcho echo = new IcmpEcho();
                EchoSession session = echo.open(target, null, USUAL)) {
            assertThat(session.send(41, 64)).isZero();

            assertThat(next(session)).isInstanceOfSatisfying(EchoEvent.Reply.class, reply -> {
                assertThat(reply.sequence()).isEqualTo(41);
                assertThat(reply.hopLimit()).isEqualTo(64);
                assertThat(reply.roundTripNanos()).isBetween(1L, TimeUnit.MILLISECONDS.toNanos(500));
            });
        }
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 0", "127.0.0.1, 7", "127.0.0.1, 8", "127.0.0.1, 1473", "127.0.0.1, 65467",
        "::1, 0", "::1, 7", "::1, 8", "::1, 1473", "::1, 65467"
    })
    void matchesAnswersOfEverySize(String address, int payloadBytes) throws Exception {
        InetAddress target = InetAddress.ofLiteral(address);
        Rights.assumeIcmp(target);
        try (IcmpEcho echo = new IcmpEcho();
                EchoSession session = echo.open(target, null, new EchoShape(payloadBytes, false))) {
            assertThat(session.send(0, 64)).isZero();

            assertThat(next(session)).isInstanceOf(EchoEvent.Reply.class);
        }
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1, 127.9.9.9", "::1, ::1"})
    void sendsFromTheAddressAskedForWithoutAnsweringOthersSessions(String address, String source) throws Exception {
        InetAddress target = InetAddress.ofLiteral(address);
        Rights.assumeIcmp(target);
        try (IcmpEcho echo = new IcmpEcho();
                EchoSession bound = echo.open(target, InetAddress.ofLiteral(source), USUAL);
                EchoSession unbound = echo.open(target, null, USUAL)) {
            assertThat(bound.send(1, 64)).isZero();
            assertThat(unbound.send(2, 64)).isZero();

            assertThat(next(bound)).isInstanceOf(EchoEvent.Reply.class);
            assertThat(next(unbound)).isInstanceOf(EchoEvent.Reply.class);
            assertThat(bound.next(System.nanoTime())).isNull();
            assertThat(unbound.next(System.nanoTime())).isNull();
        }
    }

    @Test
    void namesASourceAddressThatIsNotOurs() {
        Rights.assumeIcmp(LOOPBACK);
        try (IcmpEcho echo = new IcmpEcho()) {
            assertThatExceptionOfType(IcmpUnavailable.class)
                    .isThrownBy(() -> echo.open(LOOPBACK, InetAddress.ofLiteral("198.51.100.9"), USUAL))
                    .withMessage("source address 198.51.100.9 cannot be used: "
                            + "address not available on this host (errno 99)");
        }
    }

    @Test
    void namesTheMissingRight() throws Exception {
        try (NetworkNamespace namespace = NetworkNamespace.open()) {
            String message = namespace.call(() -> {
                Rights.dropRawSockets();
                try (IcmpEcho echo = new IcmpEcho();
                        EchoSession session = echo.open(LOOPBACK, null, USUAL)) {
                    return "opened, send gives " + session.send(0, 64);
                } catch (IcmpUnavailable unavailable) {
                    return String.valueOf(unavailable.getMessage());
                }
            });

            assertThat(message)
                    .isEqualTo("ICMP echo needs CAP_NET_RAW, or a group within net.ipv4.ping_group_range (datagram "
                            + "socket: permission denied (errno 13); raw socket: operation not permitted (errno 1))");
        }
    }

    @Test
    void needsNoRightWhereTheGroupMayOpenDatagramSockets() throws Exception {
        try (NetworkNamespace namespace = NetworkNamespace.open()) {
            namespace.allowDatagramIcmp();
            EchoEvent event = namespace.call(() -> {
                Rights.dropRawSockets();
                try (IcmpEcho echo = new IcmpEcho();
                        EchoSession session = echo.open(LOOPBACK, null, USUAL)) {
                    assertThat(session.send(3, 64)).isZero();
                    return next(session);
                }
            });

            assertThat(event).isInstanceOf(EchoEvent.Reply.class);
        }
    }

    @Test
    void refusesToSendOnceClosed() throws Exception {
        Rights.assumeIcmp(LOOPBACK);
        IcmpEcho echo = new IcmpEcho();
        try (EchoSession session = echo.open(LOOPBACK, null, USUAL)) {
            echo.close();

            assertThat(session.send(0, 64)).isEqualTo(Errno.EBADF);
            assertThatExceptionOfType(IcmpUnavailable.class).isThrownBy(() -> echo.open(LOOPBACK, null, USUAL));
        }
    }

    @Test
    void keepsNothingOpenWhenClosed() throws Exception {
        Rights.assumeIcmp(LOOPBACK);
        long before = openIcmpReceivers();
        IntStream.range(0, 20).forEach(_ -> {
            try (IcmpEcho echo = new IcmpEcho();
                    EchoSession session = echo.open(LOOPBACK, null, USUAL)) {
                assertThat(session.send(0, 64)).isZero();
            } catch (IcmpUnavailable unavailable) {
                throw new AssertionError(unavailable);
            }
        });

        assertThat(openIcmpReceivers()).isEqualTo(before);
    }

    private static long openIcmpReceivers() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("icmp-receiver"))
                .count();
    }

    private static @Nullable EchoEvent next(EchoSession session) throws InterruptedException {
        return session.next(System.nanoTime() + TimeUnit.SECONDS.toNanos(10));
    }
}
