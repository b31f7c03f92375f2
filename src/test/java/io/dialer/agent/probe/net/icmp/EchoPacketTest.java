package io.dialer.agent.probe.net.icmp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EchoPacketTest {
    private static final long COOKIE = 0x0102_0304_0506_0708L;

    @Test
    void computesTheChecksumOfRfc1071() {
        assertThat(EchoPacket.checksum(bytes("0001f203f4f5f6f7"))).isEqualTo(0xFFFF - 0xDDF2);
    }

    @Test
    void padsAnOddLengthWithZero() {
        assertThat(EchoPacket.checksum(bytes("0001f2"))).isEqualTo(EchoPacket.checksum(bytes("0001f200")));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 8, 56, 1001})
    void writesRequestsThatSumUpToZero(int payloadBytes) {
        ByteBuffer packet = ByteBuffer.allocate(2000);

        EchoPacket.write(packet, IcmpFamily.V4, 0xBEEF, 0xFFFE, COOKIE, payloadBytes);

        assertThat(packet.remaining()).isEqualTo(8 + payloadBytes);
        assertThat(EchoPacket.checksum(packet)).isZero();
        assertThat(packet.get(0)).isEqualTo((byte) 8);
        assertThat(packet.getShort(4)).isEqualTo((short) 0xBEEF);
        assertThat(packet.getShort(6)).isEqualTo((short) 0xFFFE);
    }

    @Test
    void leavesTheChecksumOfIcmpv6ToTheKernel() {
        ByteBuffer packet = ByteBuffer.allocate(100);

        EchoPacket.write(packet, IcmpFamily.V6, 1, 2, COOKIE, 8);

        assertThat(packet).isEqualTo(bytes("80000000000100020102030405060708"));
    }

    @Test
    void knowsItsCookieAgain() {
        assertThat(EchoPacket.startsWithCookie(bytes("0102030405060708ff"), COOKIE, 56, 8))
                .isTrue();
        assertThat(EchoPacket.startsWithCookie(bytes("0102030405060709"), COOKIE, 56, 8))
                .isFalse();
    }

    @Test
    void wantsAsMuchOfTheCookieAsWasSent() {
        assertThat(EchoPacket.startsWithCookie(bytes("010203"), COOKIE, 3, 8)).isTrue();
        assertThat(EchoPacket.startsWithCookie(bytes("010203"), COOKIE, 56, 8)).isFalse();
        assertThat(EchoPacket.startsWithCookie(bytes("010203"), COOKIE, 56, 0)).isTrue();
        assertThat(EchoPacket.startsWithCookie(bytes(""), COOKIE, 0, 8)).isTrue();
    }

    private static ByteBuffer bytes(String hex) {
        return ByteBuffer.wrap(HexFormat.of().parseHex(hex));
    }
}
