package io.dialer.agent.probe.net.icmp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class EchoTableTest {
    private static final InetAddress TARGET = InetAddress.ofLiteral("192.0.2.7");
    private static final InetAddress STRANGER = InetAddress.ofLiteral("192.0.2.8");
    private static final long COOKIE = 0x1122_3344_5566_7788L;

    private final EchoTable table = new EchoTable();
    private final IcmpSocket unopened = new IcmpSocket(IcmpFamily.V4, IcmpSocketKind.RAW, -1);
    private final EchoSession session = new EchoSession(unopened, TARGET, new EchoShape(56, false), COOKIE);
    private final PendingEcho echo = new PendingEcho(session, 0);

    @Test
    void findsTheRequestOfAReply() {
        table.put(5, echo);

        assertThat(table.match(new IcmpMessage.Reply(1, 5, payload(COOKIE)), TARGET))
                .isSameAs(echo);
    }

    @Test
    void refusesAReplyFromElsewhereOrWithAnotherCookieOrSequence() {
        table.put(5, echo);

        assertThat(table.match(new IcmpMessage.Reply(1, 5, payload(COOKIE)), STRANGER))
                .isNull();
        assertThat(table.match(new IcmpMessage.Reply(1, 5, payload(COOKIE + 1)), TARGET))
                .isNull();
        assertThat(table.match(new IcmpMessage.Reply(1, 5, ByteBuffer.allocate(0)), TARGET))
                .isNull();
        assertThat(table.match(new IcmpMessage.Reply(1, 6, payload(COOKIE)), TARGET))
                .isNull();
    }

    @Test
    void findsTheRequestOfAnErrorThatQuotesNoPayload() {
        table.put(5, echo);

        assertThat(table.match(new IcmpMessage.Refusal(11, 0, TARGET, 1, 5, ByteBuffer.allocate(0)), STRANGER))
                .isSameAs(echo);
        assertThat(table.match(new IcmpMessage.Refusal(11, 0, STRANGER, 1, 5, ByteBuffer.allocate(0)), STRANGER))
                .isNull();
    }

    @Test
    void neverGivesASequenceTwiceWhileItIsOpen() {
        for (int count = 0; count < EchoTable.CAPACITY; count++) {
            int sequence = table.freeSequence();
            assertThat(sequence).isBetween(0, 0xFFFF);
            table.put(sequence, echo);
        }
        assertThat(table.freeSequence()).isEqualTo(-1);

        table.remove(1234);
        assertThat(table.freeSequence()).isEqualTo(1234);
    }

    private static ByteBuffer payload(long cookie) {
        return ByteBuffer.allocate(56).putLong(0, cookie);
    }
}
