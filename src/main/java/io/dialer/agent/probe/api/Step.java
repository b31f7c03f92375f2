package io.dialer.agent.probe.api;

import io.dialer.agent.probe.InvalidOption;
import io.dialer.agent.probe.api.answer.Assertion;
import io.dialer.agent.probe.api.answer.Extraction;
import io.dialer.agent.probe.api.request.ResolvedRequest;
import io.dialer.agent.probe.api.request.StepBody;
import io.dialer.agent.probe.api.request.StepRequest;
import io.dialer.agent.probe.api.request.StepUrl;
import io.dialer.agent.probe.api.request.Substitution;
import io.dialer.agent.probe.api.request.Variables;
import io.dialer.agent.probe.api.signin.SignIn;
import io.dialer.agent.probe.net.http.BodyUse;
import io.dialer.agent.probe.net.http.HttpCall;
import io.dialer.agent.probe.net.http.Url;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One request of a transaction and what is made of its answer.
 *
 * @param place for errors, such as {@code steps[0] (sign in)}
 * @param id the task's own
 * @param name for people
 * @param request what is asked
 * @param extractions in order
 * @param assertions in the task's order and number
 * @param failFast whether its failure ends the transaction
 * @param always whether it also runs after a failure
 */
public record Step(
        String place,
        String id,
        String name,
        StepRequest request,
        List<Extraction> extractions,
        List<Assertion> assertions,
        boolean failFast,
        boolean always) {
    public Step {
        extractions = List.copyOf(extractions);
        assertions = List.copyOf(assertions);
    }

    /** What must be kept of the answer's body for its extractions and assertions. */
    BodyUse bodyUse() {
        return Stream.concat(
                        extractions.stream().map(Extraction::bodyUse),
                        assertions.stream().map(Assertion::bodyUse))
                .max(Comparator.naturalOrder())
                .orElse(BodyUse.SIZE);
    }

    /**
     * The request with the values of variables in it.
     *
     * @param base what a relative URL is appended to; null: the task's target is no URL
     * @param usual the sign-in where the step has none of its own; null: none
     * @throws InvalidOption where no request comes of it; shows what the task has written, never a variable's value
     */
    ResolvedRequest resolve(@Nullable Url base, @Nullable SignIn usual, Variables variables) {
        Substitution substitution = new Substitution(variables);
        Url url = url(base, substitution);
        List<Map.Entry<String, String>> headers = pairs(request.headers(), substitution);
        StepBody body = request.body();
        String contentType = body == null || body.contentType() == null ? "" : substitution.in(body.contentType());
        try {
            HttpCall.validate(headers);
            HttpCall.validate(List.of(Map.entry("Content-Type", contentType)));
        } catch (IllegalArgumentException invalid) {
            throw new InvalidOption("headers", null, "names and values as HTTP allows them").within(place + ".request");
        }
        SignIn signIn = request.signIn() == null ? usual : request.signIn();
        SignIn filled = signIn == null ? ofUrl(url) : signIn.with(substitution::inCredential);
        return new ResolvedRequest(
                request.method(),
                url,
                headers,
                body == null ? "" : body.resolve(substitution),
                contentType,
                filled,
                substitution.unknown(),
                substitution.withheld());
    }

    /** User and password before the host; null where there is none. */
    private static @Nullable SignIn ofUrl(Url url) {
        if (url.userInfo().isEmpty()) {
            return null;
        }
        String[] both = url.userInfo().split(":", 2);
        return new SignIn.Basic(Url.decoded(both[0]), both.length == 1 ? "" : Url.decoded(both[1]));
    }

    private Url url(@Nullable Url base, Substitution substitution) {
        String allowed = base == null ? "an absolute URL, because the target is none" : "an http or https URL";
        try {
            return StepUrl.of(base, substitution.in(request.url()), pairs(request.query(), substitution));
        } catch (InvalidOption notAUrl) {
            throw new InvalidOption("url", withoutUser(request.url()), allowed).within(place + ".request");
        }
    }

    /** Up to the last {@code @} there may be a password, whatever stands in it. */
    private static String withoutUser(String url) {
        return url.substring(url.lastIndexOf('@') + 1);
    }

    private static List<Map.Entry<String, String>> pairs(
            List<Map.Entry<String, String>> written, Substitution substitution) {
        return written.stream()
                .map(pair -> Map.entry(substitution.in(pair.getKey()), substitution.in(pair.getValue())))
                .toList();
    }
}
