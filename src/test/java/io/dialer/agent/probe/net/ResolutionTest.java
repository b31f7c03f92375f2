package io.dialer.agent.probe.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.dialer.agent.probe.Outcome;
import io.dialer.agent.probe.Phase;
import java.io.IOException;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.xbill.DNS.lookup.LookupFailedException;
import org.xbill.DNS.lookup.NoSuchDomainException;
import org.xbill.DNS.lookup.ServerFailedException;

class ResolutionTest {
    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of(new NoSuchDomainException(null, 1), Outcome.FAILED, "no such domain"),
                Arguments.of(new ServerFailedException(null, 1), Outcome.FAILED, "SERVFAIL"),
                Arguments.of(new PortUnreachableException("x"), Outcome.FAILED, "no name server can be reached"),
                Arguments.of(new TimeoutException(), Outcome.TIMEOUT, "no answer from the name server"),
                Arguments.of(new SocketTimeoutException(), Outcome.TIMEOUT, "no answer from the name server"),
                Arguments.of(new IOException("Timed out"), Outcome.TIMEOUT, "no answer from the name server"),
                Arguments.of(
                        because(new IOException("Timed out while trying")),
                        Outcome.TIMEOUT,
                        "no answer from the name server"),
                Arguments.of(new IOException("broken"), Outcome.FAILED, "host: broken"),
                Arguments.of(new IOException((String) null), Outcome.FAILED, "java.io.IOException"),
                Arguments.of(new LookupFailedException("Unknown error: REFUSED"), Outcome.FAILED, "REFUSED"),
                Arguments.of(
                        because(new PortUnreachableException("y")), Outcome.FAILED, "no name server can be reached"),
                Arguments.of(new LookupFailedException("odd"), Outcome.FAILED, "host: odd"),
                Arguments.of(new CompletionException("no cause", null), Outcome.FAILED, "no cause"));
    }

    private static Throwable because(Throwable cause) {
        return new LookupFailedException("x") {
            private static final long serialVersionUID = 1L;

            @Override
            public synchronized Throwable getCause() {
                return cause;
            }
        };
    }

    @ParameterizedTest
    @MethodSource("failures")
    void aFailedLookUpIsAFailureOfThePhaseResolve(Throwable failed, Outcome outcome, String words) {
        ProbeFailure failure = Resolution.failure("host", new CompletionException(new CompletionException(failed)));

        assertThat(failure.outcome()).isEqualTo(outcome);
        assertThat(failure.phase()).isEqualTo(Phase.RESOLVE);
        assertThat(failure.reason()).contains(words);
    }
}
