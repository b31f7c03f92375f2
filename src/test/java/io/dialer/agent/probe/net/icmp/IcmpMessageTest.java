package io.dialer.agent.probe.net.icmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class IcmpMessageTest {
    private static final String COOKIE = "0102030405060708";
    /** Protocol 1 from 10.0.0.1 to 192.0.2.7, header of 20 bytes. */
    private static final String IPV4 = "4500001c000040004001" + "0000" + "0a000001" + "c0000207";
    /** The same with 4 bytes of options. */
    private static final String IPV4_WITH_OPTIONS =
            "46000020000040004001" + "0000" + "0a000001" + "c0000207" + "94040000";

    private static final String TO_DOC_PREFIX = "fd770000000000000000000000000001" + "20010db8000000000000000000000007";

    @Test
    void readsAReplyBehindIpv4Options() {
        ByteBuffer packet = bytes(IPV4_WITH_OPTIONS + withChecksum("0000" + "0000" + "beef" + "fffe" + COOKIE));

        assertThat(IcmpMessage.parse(IcmpFamily.V4, true, packet))
                .isEqualTo(new IcmpMessage.Reply(0xBEEF, 0xFFFE, bytes(COOKIE)));
    }

    @Test
    void readsAReplyWithoutIpHeader() {
        assertThat(IcmpMessage.parse(IcmpFamily.V6, false, bytes("81000000" + "0001" + "0002" + COOKIE)))
                .isEqualTo(new IcmpMessage.Reply(1, 2, bytes(COOKIE)));
    }

    @Test
    void ignoresAReplyWhoseChecksumIsWrong() {
        assertThat(IcmpMessage.parse(IcmpFamily.V4, true, bytes(IPV4 + "0000" + "1234" + "beef" + "fffe" + COOKIE)))
                .isNull();
    }

    @Test
    void ignoresOtherTypes() {
        assertThat(IcmpMessage.parse(IcmpFamily.V4, false, bytes("08000000beeffffe" + COOKIE)))
                .isNull();
        assertThat(IcmpMessage.parse(IcmpFamily.V6, false, bytes("88000000beeffffe" + COOKIE)))
                .isNull();
    }

    @Test
    void readsAnErrorThatQuotesOptionsAndEightBytesOnly() throws Exception {
        String error = withChecksum("0b00" + "0000" + "00000000" + IPV4_WITH_OPTIONS + "0800ffffbeeffffe");

        assertThat(IcmpMessage.parse(IcmpFamily.V4, true, bytes(IPV4 + error)))
                .isEqualTo(
                        new IcmpMessage.Refusal(11, 0, InetAddress.ofLiteral("192.0.2.7"), 0xBEEF, 0xFFFE, bytes("")));
    }

    @Test
    void ignoresAnErrorAboutAnotherProtocol() {
        String aboutUdp =
                withChecksum("0303" + "0000" + "00000000" + IPV4.replace("4001", "4011") + "0800ffffbeeffffe");

        assertThat(IcmpMessage.parse(IcmpFamily.V4, true, bytes(IPV4 + aboutUdp)))
                .isNull();
    }

    @Test
    void readsAnIcmpv6ErrorWithACookie() {
        String quoted = "6000000000103a40" + TO_DOC_PREFIX + "8000ffffbeeffffe" + COOKIE;

        assertThat(IcmpMessage.parse(IcmpFamily.V6, false, bytes("0103000000000000" + quoted)))
                .isEqualTo(new IcmpMessage.Refusal(
                        1, 3, InetAddress.ofLiteral("2001:db8::7"), 0xBEEF, 0xFFFE, bytes(COOKIE)));
    }

    @Test
    void readsAnIcmpv6ErrorAboutAFirstFragment() {
        String quoted = "6000000000182c40" + TO_DOC_PREFIX + "3a00000100000001" + "8000ffffbeeffffe" + COOKIE;

        assertThat(IcmpMessage.parse(IcmpFamily.V6, false, bytes("0200000000000500" + quoted)))
                .isEqualTo(new IcmpMessage.Refusal(
                        2, 0, InetAddress.ofLiteral("2001:db8::7"), 0xBEEF, 0xFFFE, bytes(COOKIE)));
    }

    @Test
    void ignoresAnIcmpv6ErrorAboutALaterFragment() {
        String quoted = "6000000000182c40" + TO_DOC_PREFIX + "3a00058100000001" + "8000ffffbeeffffe" + COOKIE;

        assertThat(IcmpMessage.parse(IcmpFamily.V6, false, bytes("0200000000000500" + quoted)))
                .isNull();
    }

    @Test
    void survivesAnyBytes() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 20_000; round++) {
            byte[] packet = new byte[random.nextInt(120)];
            random.nextBytes(packet);
            if (packet.length > 30 && random.nextBoolean()) {
                packet[0] = random.nextBoolean() ? 11 : (byte) 3;
                packet[8] = (byte) (random.nextBoolean() ? 0x45 : 0x60);
                packet[17] = 1;
                packet[14] = 58;
            }
            assertThatCode(() -> {
                        for (IcmpFamily family : IcmpFamily.values()) {
                            IcmpMessage.parse(family, true, ByteBuffer.wrap(packet));
                            IcmpMessage.parse(family, false, ByteBuffer.wrap(packet));
                        }
                    })
                    .as("seed %d", seed)
                    .doesNotThrowAnyException();
        }
    }

    private static String withChecksum(String hex) {
        byte[] packet = HexFormat.of().parseHex(hex);
        ByteBuffer view = ByteBuffer.wrap(packet);
        view.putShort(2, (short) EchoPacket.checksum(view));
        return HexFormat.of().formatHex(packet);
    }

    private static ByteBuffer bytes(String hex) {
        return ByteBuffer.wrap(HexFormat.of().parseHex(hex));
    }
}
