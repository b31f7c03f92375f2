package io.dialer.agent.probe.api;

import io.dialer.agent.probe.SystemVariable;
import io.dialer.agent.probe.api.request.ResolvedRequest;
import io.dialer.agent.probe.api.request.Variables;
import io.dialer.agent.probe.api.signin.SignIn;
import io.dialer.agent.probe.net.http.Url;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an {@code api} task does.
 *
 * @param base what relative URLs are appended to; null: the target is no URL
 * @param startValues of variables, by name
 * @param signIn of every step without one of its own; null: none
 * @param steps in order, at least one
 * @param timeout of all steps together
 * @param warnings what was odd in the options
 */
public record Transaction(
        @Nullable Url base,
        Map<String, Object> startValues,
        @Nullable SignIn signIn,
        List<Step> steps,
        Duration timeout,
        List<String> warnings) {
    public Transaction {
        startValues = Collections.unmodifiableMap(new LinkedHashMap<>(startValues));
        steps = List.copyOf(steps);
        warnings = List.copyOf(warnings);
    }

    /** The variables of one run. */
    public Variables variables(List<SystemVariable> system) {
        return new Variables(startValues, system);
    }

    /** A step's request as it is sent now. */
    public ResolvedRequest resolve(Step step, Variables variables) {
        return step.resolve(base, signIn, variables);
    }
}
