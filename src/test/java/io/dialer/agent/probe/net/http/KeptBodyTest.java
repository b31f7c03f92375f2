package io.dialer.agent.probe.net.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.dialer.agent.probe.net.HeapShare;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class KeptBodyTest {
    private final HeapShare heap = new HeapShare(400);

    @Test
    void isReadAsItCame() {
        try (KeptBody body = new KeptBody(BodyUse.TEXT, heap)) {
            body.add(octets("hello "), 6);
            body.add(octets("world, and more"), 5);

            assertThat(body.text(StandardCharsets.UTF_8)).isEqualTo("hello world");
            assertThat(body.lost()).isFalse();
        }
    }

    @Test
    void isLostAsAWholeWhereItsRoomIsUsedUpAndGivesItBackAtOnce() {
        try (KeptBody large = new KeptBody(BodyUse.TEXT, heap)) {
            large.add(octets("x".repeat(100)), 100);
            assertThat(heap.take(1)).isFalse();
            large.add(octets("x"), 1);

            assertThat(large.lost()).isTrue();
            assertThat(large.most()).isEqualTo(100);
            assertThat(large.text(StandardCharsets.UTF_8)).isEmpty();
            assertThat(heap.take(400)).isTrue();
            heap.give(400);
            large.add(octets("x"), 1);
        }
        assertThat(heap.take(400)).isTrue();
    }

    @Test
    void takesMoreRoomAsJsonAndNoneForItsSize() {
        try (KeptBody size = new KeptBody(BodyUse.SIZE, heap);
                KeptBody json = new KeptBody(BodyUse.JSON, heap)) {
            size.add(octets("x".repeat(1_000)), 1_000);
            json.add(octets("x".repeat(25)), 25);

            assertThat(size.lost() || json.lost()).isFalse();
            assertThat(heap.take(1)).isFalse();
        }
    }

    @Test
    void takesNothingAfterItWasClosed() {
        KeptBody body = new KeptBody(BodyUse.TEXT, heap);
        body.add(octets("x"), 1);
        body.close();
        body.add(octets("late"), 4);
        body.close();

        assertThat(heap.take(400)).isTrue();
        assertThat(heap.take(1)).isFalse();
    }

    private static ByteBuf octets(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.UTF_8);
    }
}
