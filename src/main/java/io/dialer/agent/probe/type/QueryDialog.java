package io.dialer.agent.probe.type;

import io.dialer.agent.probe.Outcome;
import io.dialer.agent.probe.Phase;
import io.dialer.agent.probe.PhaseClock;
import io.dialer.agent.probe.Sentence;
import io.dialer.agent.probe.UserPattern;
import io.dialer.agent.probe.net.Conversation;
import io.dialer.agent.probe.net.ProbeFailure;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.regex.MatchResult;
import org.jspecify.annotations.Nullable;

/** The dialog of {@code query_response}. Waiting for a line is phase {@code first_byte}, sending one {@code request}. */
final class QueryDialog {
    private final List<QueryStep> steps;
    private final DialogPartner partner;
    private final PhaseClock clock;
    private final JsonArray report = new JsonArray();
    private final JsonObject labels = new JsonObject();
    private boolean closedUnmatched;
    private @Nullable MatchResult match;

    QueryDialog(List<QueryStep> steps, DialogPartner partner, PhaseClock clock) {
        this.steps = steps;
        this.partner = partner;
        this.clock = clock;
    }

    /** The lines that matched so far: {@code expect} and {@code line}, both of limited length. */
    JsonArray report() {
        return report;
    }

    /** Labels of the steps that matched, filled in. */
    JsonObject labels() {
        return labels;
    }

    /** Whether the server closed without having said what was expected. */
    boolean closedUnmatched() {
        return closedUnmatched;
    }

    /** Goes through the steps. */
    void lead() throws ProbeFailure, TimeoutException, InterruptedException {
        for (QueryStep step : steps) {
            if (step.expect() != null) {
                clock.turnTo(Phase.FIRST_BYTE);
                await(step.expect());
                step.labelsAfter(match).forEach(labels::put);
            }
            if (!step.send().isEmpty()) {
                clock.turnTo(Phase.REQUEST);
                partner.say(step.sendAfter(match));
            }
            if (step.startTls()) {
                partner.startTls();
            }
        }
    }

    private void await(UserPattern expect) throws ProbeFailure, TimeoutException, InterruptedException {
        String last = null;
        String shown = Conversation.quoted(expect.toString());
        while (true) {
            String line = lineAfter(last, shown);
            last = line;
            UserPattern.Search search = expect.searchIn(line);
            if (search.finding() == UserPattern.Finding.UNDECIDED) {
                throw failed("dialog.undecided", shown);
            }
            if (search.finding() == UserPattern.Finding.FOUND) {
                match = search.match();
                report.add(new JsonObject().put("expect", shown).put("line", Conversation.quoted(line)));
                return;
            }
        }
    }

    /** The next line. A server that has said something else was not silent, whether or not it closes. */
    private String lineAfter(@Nullable String last, String shown)
            throws ProbeFailure, TimeoutException, InterruptedException {
        String line;
        try {
            line = partner.next(shown);
        } catch (TimeoutException silent) {
            if (last == null) {
                throw silent;
            }
            throw failed("dialog.unmatched", shown, Conversation.quoted(last));
        }
        if (line != null) {
            return line;
        }
        closedUnmatched = true;
        throw last == null
                ? new ProbeFailure(Outcome.FAILED, Phase.FIRST_BYTE, 0, Sentence.of("dialog.closed", shown))
                : failed("dialog.unmatched", shown, Conversation.quoted(last));
    }

    private static ProbeFailure failed(String key, Object... arguments) {
        return new ProbeFailure(Outcome.FAILED, Phase.CHECK, 0, Sentence.of(key, arguments));
    }
}
