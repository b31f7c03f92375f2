package io.dialer.agent.probe.type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dialer.agent.probe.Sentence;
import io.dialer.agent.probe.net.Errno;
import io.dialer.agent.probe.net.icmp.EchoEvent;
import java.net.InetAddress;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PingStatisticsTest {
    private final PingStatistics statistics = new PingStatistics(4);

    @Test
    void computesMdevAsIputilsAndJitterBetweenNeighbours() {
        send(4);
        reply(0, 1.0);
        reply(1, 3.0);
        reply(2, 2.0);
        reply(3, 6.0);

        assertThat(statistics.fastest()).isEqualTo(1.0);
        assertThat(statistics.average()).isEqualTo(3.0);
        assertThat(statistics.slowest()).isEqualTo(6.0);
        // sqrt(sum of squares / n - average squared) = sqrt(50 / 4 - 9)
        assertThat(statistics.deviation()).isCloseTo(Math.sqrt(3.5), within(1e-9));
        assertThat(statistics.jitter()).isCloseTo((2.0 + 1.0 + 4.0) / 3, within(1e-9));
        assertThat(statistics.loss()).isZero();
        assertThat(statistics.isComplete()).isTrue();
    }

    @Test
    void countsDuplicatesAndLateOnesWithoutCountingThemAsReceived() {
        send(3);
        reply(1, 1.0);
        reply(0, 5.0);
        reply(1, 9.0);

        assertThat(statistics.received()).isEqualTo(2);
        assertThat(statistics.duplicates()).isEqualTo(1);
        assertThat(statistics.reordered()).isEqualTo(1);
        assertThat(statistics.roundTrips()).containsExactly(5.0, 1.0);
        assertThat(statistics.isComplete()).isFalse();
    }

    @Test
    void countsLossAgainstWhatWasSent() {
        send(3);
        reply(0, 1.0);

        assertThat(statistics.loss()).isCloseTo(200.0 / 3, within(1e-9));
    }

    @Test
    void isCompleteWhenEveryRequestIsRefusedOrAnswered() {
        send(4);
        reply(0, 1.0);
        refuse(1);
        refuse(2);
        statistics.refused(3, Errno.ENETUNREACH);

        assertThat(statistics.isComplete()).isTrue();
        assertThat(statistics.received()).isEqualTo(1);
        assertThat(statistics.errors())
                .isEqualTo(Map.of(
                        Sentence.of("ping.from", Sentence.of("icmp.host_unreachable"), "192.0.2.1"),
                        2,
                        Errno.numbered(Errno.ENETUNREACH),
                        1));
    }

    @Test
    void takesAReplyThatFollowsAnError() {
        send(1);
        refuse(0);
        reply(0, 1.0);

        assertThat(statistics.received()).isEqualTo(1);
        assertThat(statistics.duplicates()).isZero();
    }

    @Test
    void hasZerosWhereNothingCameBack() {
        assertThat(statistics.loss()).isEqualTo(100);
        assertThat(statistics.average()).isZero();
        assertThat(statistics.deviation()).isZero();
        assertThat(statistics.jitter()).isZero();
    }

    private void send(int count) {
        for (int sent = 0; sent < count; sent++) {
            assertThat(statistics.sending()).isEqualTo(sent);
        }
    }

    private void reply(int sequence, double millis) {
        statistics.answered(new EchoEvent.Reply(sequence, Math.round(millis * 1e6), 64));
    }

    private void refuse(int sequence) {
        statistics.answered(new EchoEvent.Refusal(
                sequence, 1, InetAddress.ofLiteral("192.0.2.1"), 3, 1, false, Sentence.of("icmp.host_unreachable")));
    }
}
