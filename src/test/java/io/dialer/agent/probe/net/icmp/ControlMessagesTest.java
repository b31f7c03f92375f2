package io.dialer.agent.probe.net.icmp;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

class ControlMessagesTest {
    private final ByteBuffer control = ByteBuffer.allocate(256).order(ByteOrder.nativeOrder());

    @Test
    void readsTimestampAndHopLimitBehindAMessageItDoesNotKnow() {
        message(99, 99, 4).putInt(7);
        message(Linux.SOL_SOCKET, Linux.SO_TIMESTAMPNS, 16)
                .putLong(1_700_000_000L)
                .putLong(123_456_789L);
        message(Linux.IPPROTO_IP, Linux.IP_TTL, 4).putInt(57);

        assertThat(read()).isEqualTo(new ControlMessages(1_700_000_000_123_456_789L, 57, null));
    }

    @Test
    void readsAQueuedErrorWithItsSender() {
        message(Linux.IPPROTO_IP, Linux.IP_RECVERR, 32)
                .putInt(113)
                .put(new byte[] {Linux.SO_EE_ORIGIN_ICMP, 3, 1, 0})
                .putInt(0)
                .putInt(0)
                .putShort((short) Linux.AF_INET)
                .putShort((short) 0)
                .put(new byte[] {10, 77, 0, 2});

        assertThat(read().error()).isEqualTo(new ControlMessages.QueuedError(3, 1, InetAddress.ofLiteral("10.77.0.2")));
    }

    @Test
    void leavesOutErrorsOfTheHostItself() {
        int local = 1;
        message(Linux.IPPROTO_IP, Linux.IP_RECVERR, 32).putInt(90).put(new byte[] {(byte) local, 0, 0, 0});

        assertThat(read().error()).isNull();
    }

    @Test
    void endsAtALengthThatCannotBe() {
        control.putLong(0, 3).position(64);
        assertThat(read()).isEqualTo(new ControlMessages(0, 0, null));

        control.putLong(0, 4_000);
        assertThat(read()).isEqualTo(new ControlMessages(0, 0, null));
    }

    private ByteBuffer message(int level, int type, int contentBytes) {
        int start = control.position();
        control.putLong(16L + contentBytes).putInt(level).putInt(type);
        ByteBuffer content = control.slice(control.position(), contentBytes).order(ByteOrder.nativeOrder());
        control.position(start + (16 + contentBytes + 7) / 8 * 8);
        return content;
    }

    private ControlMessages read() {
        return ControlMessages.read(MemorySegment.ofArray(control.array()).asSlice(0, control.position()));
    }
}
