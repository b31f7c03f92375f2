package io.dialer.agent.probe.net.icmp;

import static org.assertj.core.api.Assertions.assertThat;

import io.dialer.agent.probe.net.Errno;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A router refuses; once with raw sockets, once with datagram sockets. */
class IcmpErrorTest {
    @ParameterizedTest
    @CsvSource({
        "RAW, 10.88.0.1, 64, host unreachable, false, 10.77.0.2",
        "DATAGRAM, 10.88.0.1, 64, host unreachable, false, 10.77.0.2",
        "RAW, 10.90.0.1, 1, time to live exceeded, true, 10.77.0.2",
        "DATAGRAM, 10.90.0.1, 1, time to live exceeded, true, 10.77.0.2",
        "RAW, fd88::1, 64, no route to destination, false, fd77::2",
        "DATAGRAM, fd88::1, 64, no route to destination, false, fd77::2",
    })
    void tellsARefusalFromSilence(
            IcmpSocketKind kind, String address, int timeToLive, String text, boolean timeExceeded, String from)
            throws Exception {
        assertThat(send(kind, address, timeToLive, new EchoShape(56, false)))
                .isInstanceOfSatisfying(EchoEvent.Refusal.class, refusal -> {
                    assertThat(refusal.sequence()).isEqualTo(7);
                    assertThat(refusal.text()).hasToString(text);
                    assertThat(refusal.timeExceeded()).isEqualTo(timeExceeded);
                    assertThat(refusal.from()).isEqualTo(InetAddress.ofLiteral(from));
                    assertThat(refusal.roundTripNanos()).isBetween(1L, TimeUnit.SECONDS.toNanos(1));
                });
    }

    @ParameterizedTest
    @EnumSource(IcmpSocketKind.class)
    void isToldThatAPacketWouldHaveToBeCut(IcmpSocketKind kind) throws Exception {
        assertThat(send(kind, "10.91.0.1", 64, new EchoShape(1_200, true)))
                .isInstanceOfSatisfying(
                        EchoEvent.Refusal.class,
                        refusal -> assertThat(refusal.text()).hasToString("fragmentation needed"));
    }

    @ParameterizedTest
    @CsvSource({"RAW, 10.77.0.2", "DATAGRAM, 10.77.0.2", "RAW, fd77::2", "DATAGRAM, fd77::2"})
    void isRefusedByTheKernelWhereThePacketIsTooLongForTheDevice(IcmpSocketKind kind, String address) throws Exception {
        try (NetworkNamespace.Routed routed = routed(kind)) {
            List<Integer> results = routed.client().call(() -> {
                try (IcmpEcho echo = new IcmpEcho();
                        EchoSession whole =
                                echo.open(InetAddress.ofLiteral(address), null, new EchoShape(1_600, true));
                        EchoSession cut =
                                echo.open(InetAddress.ofLiteral(address), null, new EchoShape(1_600, false))) {
                    return List.of(whole.send(0, 64), cut.send(0, 64), whole.send(1, 64));
                }
            });

            assertThat(results).containsExactly(Errno.EMSGSIZE, 0, Errno.EMSGSIZE);
        }
    }

    @ParameterizedTest
    @EnumSource(IcmpSocketKind.class)
    void errorsOfOneTargetDoNotHarmAnother(IcmpSocketKind kind) throws Exception {
        try (NetworkNamespace.Routed routed = routed(kind)) {
            routed.client().call(() -> {
                try (IcmpEcho echo = new IcmpEcho();
                        EchoSession bad =
                                echo.open(InetAddress.ofLiteral("10.88.0.1"), null, new EchoShape(56, false));
                        EchoSession good =
                                echo.open(InetAddress.ofLiteral("10.77.0.2"), null, new EchoShape(56, false))) {
                    // The kernel keeps only so many packets while it asks for the router's link address.
                    assertThat(good.send(0, 64)).isZero();
                    assertThat(next(good)).isInstanceOf(EchoEvent.Reply.class);
                    for (int sequence = 1; sequence <= 200; sequence++) {
                        assertThat(bad.send(sequence, 64)).isZero();
                        assertThat(good.send(sequence, 64)).isZero();
                    }
                    for (int sequence = 0; sequence < 200; sequence++) {
                        assertThat(next(good)).isInstanceOf(EchoEvent.Reply.class);
                    }
                    // the router limits the rate of its errors, so not every request gets one
                    assertThat(next(bad)).isInstanceOf(EchoEvent.Refusal.class);
                    assertThat(good.next(System.nanoTime())).isNull();
                    return good;
                }
            });
        }
    }

    private static @Nullable EchoEvent send(IcmpSocketKind kind, String address, int timeToLive, EchoShape shape)
            throws Exception {
        try (NetworkNamespace.Routed routed = routed(kind)) {
            return routed.client().call(() -> {
                try (IcmpEcho echo = new IcmpEcho();
                        EchoSession session = echo.open(InetAddress.ofLiteral(address), null, shape)) {
                    assertThat(session.send(7, timeToLive)).isZero();
                    return next(session);
                }
            });
        }
    }

    private static NetworkNamespace.Routed routed(IcmpSocketKind kind) throws Exception {
        NetworkNamespace.Routed routed = NetworkNamespace.openRouted();
        if (kind == IcmpSocketKind.DATAGRAM) {
            routed.client().allowDatagramIcmp();
        }
        return routed;
    }

    private static @Nullable EchoEvent next(EchoSession session) throws InterruptedException {
        return session.next(System.nanoTime() + TimeUnit.SECONDS.toNanos(5));
    }
}
