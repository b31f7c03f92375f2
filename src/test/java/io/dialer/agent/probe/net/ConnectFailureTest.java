package io.dialer.agent.probe.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.dialer.agent.probe.Outcome;
import io.dialer.agent.probe.Phase;
import io.dialer.agent.probe.Sentence;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConnectFailureTest {
    private static final int NO_ROUTE = 113;
    private static final int TOO_MANY_FILES = 24;

    @ParameterizedTest
    @CsvSource({
        "113, 111, 111",
        "110, 104, 104",
        "113, 110, 110",
        "24, 113, 113",
        "111, 110, 111",
    })
    void theOneThatSaysMostStandsForAll(int first, int second, int worst) {
        ProbeFailure failure = ConnectFailure.of(List.of(tried(1, first), tried(2, second)));

        assertThat(failure.errno()).isEqualTo(worst);
        assertThat(failure.phase()).isEqualTo(Phase.CONNECT);
        assertThat(failure.reason()).contains("192.0.2.1", "192.0.2.2");
    }

    @Test
    void aSingleOneNeedsNoAddress() {
        ProbeFailure failure = ConnectFailure.of(List.of(tried(1, NO_ROUTE)));

        assertThat(failure.reason()).doesNotContain("192.0.2.1");
        assertThat(ConnectFailure.of(List.of(tried(1, TOO_MANY_FILES))).outcome())
                .isEqualTo(Outcome.ERROR);
    }

    @Test
    void eightAreNamedAtMost() {
        List<Tried> many = IntStream.rangeClosed(1, 20)
                .mapToObj(number -> tried(number, NO_ROUTE))
                .toList();

        assertThat(ConnectFailure.of(many).reason()).contains("192.0.2.8").doesNotContain("192.0.2.9");
    }

    private static Tried tried(int number, int errno) {
        return new Tried(InetAddress.ofLiteral("192.0.2." + number), errno, Sentence.of("text", "why"), 1);
    }
}
