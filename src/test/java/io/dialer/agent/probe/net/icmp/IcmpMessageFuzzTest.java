package io.dialer.agent.probe.net.icmp;

import io.dialer.agent.fuzz.Fuzz;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class IcmpMessageFuzzTest {
    private static final HexFormat HEX = HexFormat.of();

    @Test
    void anyPacketIsReadOrPassedOver() {
        Fuzz.bytes(
                List.of(
                        // An IPv4 header with an echo reply; a refusal that quotes a request, with a header and
                        // without; IPv6.
                        HEX.parseHex(
                                "450000240001000040010000c0000201c0000202" + "0000ffff12340001" + "0102030405060708"),
                        HEX.parseHex("450000380001000040010000c0000201c0000202" + "0301000000000000"
                                + "4500001c0001000040010000c0000202c0000203" + "08000000123400010102030405060708"),
                        HEX.parseHex(
                                "0b00000000000000" + "4500001c0001000040010000c0000202c0000203" + "0800000012340001"),
                        HEX.parseHex("8100000012340001" + "0102030405060708"),
                        HEX.parseHex("0300000000000000" + "6000000000103a40" + "20010db8000000000000000000000001"
                                + "20010db8000000000000000000000002" + "8000000012340001")),
                input -> {
                    for (IcmpFamily family : IcmpFamily.values()) {
                        IcmpMessage.parse(family, false, ByteBuffer.wrap(input));
                        IcmpMessage.parse(family, true, ByteBuffer.wrap(input));
                    }
                });
    }
}
