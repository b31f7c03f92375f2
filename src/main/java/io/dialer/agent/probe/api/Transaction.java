package io.dialer.agent.probe.api;

import io.dialer.agent.probe.net.http.Url;
import io.vertx.core.json.JsonObject;
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
 * @param authentications as written; the first serves every step
 * @param steps in order, at least one
 * @param timeout of all steps together
 * @param warnings what was odd in the options
 */
public record Transaction(
        @Nullable Url base,
        Map<String, Object> startValues,
        List<JsonObject> authentications,
        List<Step> steps,
        Duration timeout,
        List<String> warnings) {
    public Transaction {
        startValues = Collections.unmodifiableMap(new LinkedHashMap<>(startValues));
        authentications = List.copyOf(authentications);
        steps = List.copyOf(steps);
        warnings = List.copyOf(warnings);
    }

    /** The variables of one run. */
    public Variables variables(List<SystemVariable> system) {
        return new Variables(startValues, system);
    }

    /** A step's request as it is sent now. */
    public ResolvedRequest resolve(Step step, Variables variables) {
        return step.resolve(base, variables);
    }
}
