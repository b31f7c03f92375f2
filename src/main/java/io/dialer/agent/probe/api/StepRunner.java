package io.dialer.agent.probe.api;

import io.dialer.agent.probe.Deadline;
import io.dialer.agent.probe.InvalidOption;
import io.dialer.agent.probe.Messages;
import io.dialer.agent.probe.Outcome;
import io.dialer.agent.probe.Phase;
import io.dialer.agent.probe.Sentence;
import io.dialer.agent.probe.api.request.ResolvedRequest;
import io.dialer.agent.probe.api.signin.Authorizer;
import io.dialer.agent.probe.api.signin.Permit;
import io.dialer.agent.probe.api.signin.SignIn;
import io.dialer.agent.probe.net.ProbeFailure;
import io.dialer.agent.probe.net.http.HttpCall;
import io.dialer.agent.probe.net.http.HttpEngine;
import io.dialer.agent.probe.net.http.HttpFetch;
import io.dialer.agent.probe.net.http.HttpReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs one step: puts the variables in, signs in, asks, looks into the answer. On a worker; safe for several threads. */
final class StepRunner {
    private static final Logger LOG = LoggerFactory.getLogger(StepRunner.class);

    private final Transaction transaction;
    private final CallShape shape;
    private final HttpEngine engine;
    private final Authorizer authorizer;
    private final Messages messages;

    StepRunner(Transaction transaction, CallShape shape, HttpEngine engine, Authorizer authorizer, Messages messages) {
        this.transaction = transaction;
        this.shape = shape;
        this.engine = engine;
        this.authorizer = authorizer;
        this.messages = messages;
    }

    /** Ends by the deadline; a failure is a part of what it returns, and so is a fault of ours: steps that clean up run. */
    StepRun run(PreparedStep prepared, TransactionState state, Deadline deadline) throws InterruptedException {
        StepRecorder recorder = new StepRecorder(prepared.step());
        try {
            return run(recorder, prepared, state, deadline);
        } catch (RuntimeException | StackOverflowError fault) {
            LOG.atError()
                    .addKeyValue("step", prepared.step().place())
                    .setCause(fault)
                    .log("a step of a transaction broke");
            return recorder.ended(StepFailure.fault(fault));
        }
    }

    private StepRun run(StepRecorder recorder, PreparedStep prepared, TransactionState state, Deadline deadline)
            throws InterruptedException {
        Step step = prepared.step();
        ResolvedRequest request;
        try {
            request = transaction.resolve(step, state.variables());
        } catch (InvalidOption unusable) {
            return recorder.ended(StepFailure.unusable(Sentence.of("text", unusable.reason())));
        }
        state.keepSecret(request.signIn());
        request.unknown().forEach(name -> recorder.warn(Sentence.of("api.unknown_variable", name)));
        if (!request.withheld().isEmpty()) {
            return recorder.ended(
                    StepFailure.unusable(Sentence.of("api.withheld", String.join(", ", request.withheld()))));
        }
        Duration timeout = step.request().timeout();
        Deadline limit = timeout == null ? deadline : deadline.within(timeout);
        return recorder.ended(ask(recorder, shape.call(prepared, request), request.signIn(), state, limit));
    }

    /** Null: the step worked. */
    private @Nullable StepFailure ask(
            StepRecorder recorder, HttpCall call, @Nullable SignIn signIn, TransactionState state, Deadline limit)
            throws InterruptedException {
        Permit permit = permit(recorder, call, signIn, limit);
        if (permit instanceof Permit.Refused(ProbeFailure why)) {
            return StepFailure.of(why);
        }
        Permit.Granted granted = (Permit.Granted) permit;
        HttpFetch first = fetch(recorder, call, signIn, granted, state, limit);
        boolean refused = first.failure() == null && first.last().status() == 401;
        if (!refused || signIn == null || !authorizer.renew(signIn, granted)) {
            return look(recorder, first, state, limit);
        }
        recorder.fetched(first.phases(), HttpReport.way(first, messages));
        first.close();
        permit = permit(recorder, call, signIn, limit);
        return permit instanceof Permit.Granted renewed
                ? look(
                        recorder,
                        fetch(recorder, call, signIn, renewed, state, limit).after(first),
                        state,
                        limit)
                : StepFailure.of(((Permit.Refused) permit).failure());
    }

    private Permit permit(StepRecorder recorder, HttpCall call, @Nullable SignIn signIn, Deadline limit)
            throws InterruptedException {
        if (signIn == null) {
            return new Permit.Granted(List.of(), null, null);
        }
        long startedNanos = System.nanoTime();
        Permit permit = authorizer.permit(signIn, call, limit);
        if (signIn instanceof SignIn.OAuth2) {
            recorder.signedIn(System.nanoTime() - startedNanos);
        }
        return permit;
    }

    private HttpFetch fetch(
            StepRecorder recorder,
            HttpCall call,
            @Nullable SignIn signIn,
            Permit.Granted permit,
            TransactionState state,
            Deadline limit)
            throws InterruptedException {
        List<Map.Entry<String, String>> headers = new ArrayList<>(call.headers());
        headers.addAll(permit.headers());
        HttpCall permitted = call.withHeaders(headers).withDigest(permit.digest());
        StepCompanion companion = new StepCompanion(state, signIn, authorizer);
        // Its phases begin here and not where the token was asked for.
        HttpFetch fetch = engine.fetch(permitted, limit.within(limit.remaining()), companion);
        SentRequest sent =
                SentRequest.of(companion.first() == null ? permitted : companion.first(), shape.maxBodyInResult());
        recorder.sent(sent);
        return fetch;
    }

    /** Closes the fetch. */
    private @Nullable StepFailure look(StepRecorder recorder, HttpFetch fetch, TransactionState state, Deadline limit) {
        try (fetch) {
            recorder.fetched(fetch.phases(), HttpReport.way(fetch, messages));
            if (fetch.failure() != null) {
                if (fetch.last().status() > 0) {
                    recorder.answered(ReceivedAnswer.of(fetch, "", shape.maxBodyInResult()));
                }
                return StepFailure.of(fetch.failure());
            }
            long readNanos = System.nanoTime();
            if (fetch.last().endedWithoutNotice()) {
                recorder.warn(Sentence.of("http.no_close_notify"));
            }
            StepFailure broken = new AnswerLook(recorder, state, shape.maxBodyInResult()).into(fetch, limit);
            recorder.checked(System.nanoTime() - readNanos);
            return limit.passed()
                    ? new StepFailure(Outcome.TIMEOUT, Phase.CHECK, Sentence.of("timeout.check"))
                    : broken;
        }
    }
}
