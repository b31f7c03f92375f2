package io.dialer.agent.probe.type;

import io.dialer.agent.probe.Outcome;
import io.dialer.agent.probe.Phase;
import io.dialer.agent.probe.PhaseClock;
import io.dialer.agent.probe.Sentence;
import io.dialer.agent.probe.UserPattern;
import io.dialer.agent.probe.net.Attempt;
import io.dialer.agent.probe.net.Conversation;
import io.dialer.agent.probe.net.ProbeFailure;
import io.dialer.agent.probe.net.TlsSettings;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.regex.MatchResult;
import org.jspecify.annotations.Nullable;

/** The dialog of {@code query_response}. Waiting for a line is phase {@code first_byte}, sending one {@code request}. */
final class QueryDialog {
    private final List<QueryStep> steps;
    private final Conversation server;
    private final PhaseClock clock;
    private final JsonArray report = new JsonArray();
    private @Nullable MatchResult match;

    QueryDialog(List<QueryStep> steps, Conversation server, PhaseClock clock) {
        this.steps = steps;
        this.server = server;
        this.clock = clock;
    }

    /** The lines that matched so far: {@code expect} and {@code line}, both of limited length. */
    JsonArray report() {
        return report;
    }

    /**
     * Goes through the steps.
     *
     * @param tls for a step that wants it
     */
    void lead(Attempt<?> attempt, @Nullable TlsSettings tls, String host)
            throws ProbeFailure, TimeoutException, InterruptedException {
        for (QueryStep step : steps) {
            if (step.expect() != null) {
                clock.turnTo(Phase.FIRST_BYTE);
                await(step.expect());
            }
            if (!step.send().isEmpty()) {
                clock.turnTo(Phase.REQUEST);
                server.send((step.sendAfter(match) + "\n").getBytes(StandardCharsets.UTF_8));
            }
            if (step.startTls() && tls != null) {
                server.startTls(attempt, tls, host);
            }
        }
    }

    private void await(UserPattern expect) throws ProbeFailure, TimeoutException, InterruptedException {
        String last = null;
        String shown = Conversation.quoted(expect.toString());
        while (true) {
            String line = server.readLine(shown);
            if (line == null) {
                throw last == null
                        ? new ProbeFailure(Outcome.FAILED, Phase.FIRST_BYTE, 0, Sentence.of("dialog.closed", shown))
                        : new ProbeFailure(
                                Outcome.FAILED,
                                Phase.CHECK,
                                0,
                                Sentence.of("dialog.unmatched", shown, Conversation.quoted(last)));
            }
            last = line;
            UserPattern.Search search = expect.searchIn(line);
            if (search.finding() == UserPattern.Finding.UNDECIDED) {
                throw new ProbeFailure(Outcome.FAILED, Phase.CHECK, 0, Sentence.of("dialog.undecided", shown));
            }
            if (search.finding() == UserPattern.Finding.FOUND) {
                match = search.match();
                report.add(new JsonObject().put("expect", shown).put("line", Conversation.quoted(line)));
                return;
            }
        }
    }
}
