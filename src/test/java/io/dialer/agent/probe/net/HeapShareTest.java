package io.dialer.agent.probe.net;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HeapShareTest {
    @Test
    void leavesTheAgentWhatItNeedsItself() {
        assertThat(HeapShare.of(64L << 20)).isEqualTo(12L << 20);
        assertThat(HeapShare.of(512L << 20)).isEqualTo(236L << 20);
        assertThat(HeapShare.of(32L << 20)).isEqualTo(4L << 20);
    }

    @Test
    void givesAllThatIsAskedForOrNothing() {
        HeapShare share = new HeapShare(100);
        assertThat(share.take(60)).isTrue();
        assertThat(share.take(41)).isFalse();
        assertThat(share.take(40)).isTrue();
        share.give(60);
        assertThat(share.take(60)).isTrue();
    }
}
