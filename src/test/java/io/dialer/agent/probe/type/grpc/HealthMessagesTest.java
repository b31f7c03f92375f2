package io.dialer.agent.probe.type.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HexFormat;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HealthMessagesTest {
    @Test
    void aRequestNamesTheServiceBehindAPrefix() {
        assertThat(hex(HealthMessages.request(""))).isEqualTo("0000000000");
        assertThat(hex(HealthMessages.request("ab"))).isEqualTo("00000000040a026162");
        assertThat(hex(HealthMessages.request("x".repeat(200)))).startsWith("00000000cb0ac801" + "78");
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            0000000000,                                             0
            00000000020801,                                         1
            00000000030880 01,                                      128
            000000000d 2a02abcd 3d00000001 0802 0803,               3
            000000000b 090000000000000000 0802,                     2
            0000000004 1005 0801,                                   1
            00000000020801ffff,                                     1
            """)
    void anAnswersStatusIsItsLastNumberInFieldOne(String octets, int status) {
        assertThat(HealthMessages.status(HexFormat.of().parseHex(octets.replace(" ", ""))))
                .isEqualTo(OptionalInt.of(status));
    }

    @Test
    void nothingIsNoMessage() {
        assertThat(HealthMessages.status(new byte[0])).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            0000,                             a prefix of 2 bytes
            0100000000,                       a compressed message
            00ffffffff,                       a message of 4294967295 bytes in 0
            000000000508,                     a message of 5 bytes in 1
            000000000108,                     a message that ends within a number
            000000000c08ffffffffffffffffffff01, a number without an end
            00000000020a05,                   a message that ends within a field
            0000000003090000,                 a message that ends within a field
            000000000b0affffffffffffffffff01, a message that ends within a field
            000000000103,                     a field of kind 3
            """)
    void whatIsNoMessageIsRefusedWithItsReason(String octets, String reason) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HealthMessages.status(HexFormat.of().parseHex(octets)))
                .withMessage(reason);
    }

    private static String hex(byte[] octets) {
        return HexFormat.of().formatHex(octets);
    }
}
