package io.dialer.agent.probe.net.icmp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PendingEchoTest {
    private static final long SENT_NANOS = 1_000;
    private static final long SENT_EPOCH_NANOS = 1_700_000_000_000_000_000L;

    private final PendingEcho echo = new PendingEcho(
            new EchoSession(
                    new IcmpSocket(IcmpFamily.V4, IcmpSocketKind.RAW, -1),
                    InetAddress.ofLiteral("192.0.2.7"),
                    new EchoShape(56, false),
                    1),
            0);

    @BeforeEach
    void send() {
        echo.sentAt(SENT_NANOS, SENT_EPOCH_NANOS);
    }

    @Test
    void prefersTheKernelsStamp() {
        assertThat(echo.roundTripNanos(SENT_NANOS + 500, SENT_EPOCH_NANOS + 300))
                .isEqualTo(300);
    }

    @Test
    void takesTheMonotonicClockWhereTheWallClockJumped() {
        assertThat(echo.roundTripNanos(SENT_NANOS + 500, SENT_EPOCH_NANOS - 1)).isEqualTo(500);
        assertThat(echo.roundTripNanos(SENT_NANOS + 500, SENT_EPOCH_NANOS + 501))
                .isEqualTo(500);
    }

    @Test
    void takesTheMonotonicClockWithoutAStamp() {
        assertThat(echo.roundTripNanos(SENT_NANOS + 500, 0)).isEqualTo(500);
    }
}
