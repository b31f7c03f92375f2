package io.dialer.agent.probe.api;

import io.dialer.agent.probe.Deadline;
import io.dialer.agent.probe.Outcome;
import io.dialer.agent.probe.Phase;
import io.dialer.agent.probe.Sentence;
import io.dialer.agent.probe.api.answer.AnswerReading;
import io.dialer.agent.probe.api.answer.Assertion;
import io.dialer.agent.probe.api.answer.AssertionResult;
import io.dialer.agent.probe.api.answer.Extraction;
import io.dialer.agent.probe.api.answer.ExtractionResult;
import io.dialer.agent.probe.api.answer.StepAnswer;
import io.dialer.agent.probe.net.http.BodyUse;
import io.dialer.agent.probe.net.http.HttpFetch;
import io.dialer.agent.probe.net.http.HttpHop;
import org.jspecify.annotations.Nullable;

/**
 * Takes a step's extractions out of its answer and holds its assertions against it, in the order in which the first agent
 * did: extractions first.
 */
final class AnswerLook {
    private static final double NANOS_PER_MILLI = 1e6;

    private final StepRecorder recorder;
    private final TransactionState state;
    private final int maxBodyInResult;

    AnswerLook(StepRecorder recorder, TransactionState state, int maxBodyInResult) {
        this.recorder = recorder;
        this.state = state;
        this.maxBodyInResult = maxBodyInResult;
    }

    /** Null: every assertion held. */
    @Nullable
    StepFailure into(HttpFetch fetch, Deadline deadline) {
        boolean lost = fetch.body().lost();
        String body = lost ? "" : fetch.text();
        HttpHop last = fetch.last();
        recorder.answered(ReceivedAnswer.of(fetch, body, maxBodyInResult));
        if (fetch.truncated()) {
            recorder.warn(Sentence.of("api.body_truncated", Long.toString(last.bodyBytes())));
        }
        if (lost) {
            Sentence noRoom =
                    Sentence.of("http.no_room", Long.toString(fetch.body().most()));
            if (recorder.step().bodyUse() != BodyUse.SIZE) {
                return new StepFailure(Outcome.ERROR, Phase.CHECK, noRoom);
            }
            recorder.warn(noRoom);
        }
        AnswerReading reading = new AnswerReading(new StepAnswer(
                last.status(),
                last.headers(),
                body,
                last.url().toString(),
                fetch.phases().totalNanos() / NANOS_PER_MILLI,
                last.bodyBytes(),
                state.cookies().byName()));
        recorder.step().extractions().forEach(extraction -> extract(extraction, reading, deadline));
        return judge(reading, deadline);
    }

    private void extract(Extraction extraction, AnswerReading reading, Deadline deadline) {
        ExtractionResult result = extraction.extract(reading, deadline);
        recorder.extracted(result.excerpt());
        if (result.success()) {
            state.variables().put(extraction.name(), result.value(), extraction.isConfidential());
        } else {
            recorder.warn(Sentence.of("api.not_extracted", extraction.name(), result.message()));
        }
    }

    private @Nullable StepFailure judge(AnswerReading reading, Deadline deadline) {
        int broken = 0;
        for (Assertion assertion : recorder.step().assertions()) {
            AssertionResult result = assertion.judge(reading, deadline).excerpt();
            recorder.judged(result);
            broken += result.held() ? 0 : 1;
        }
        return broken == 0
                ? null
                : StepFailure.brokenAssertions(
                        broken, recorder.step().assertions().size());
    }
}
