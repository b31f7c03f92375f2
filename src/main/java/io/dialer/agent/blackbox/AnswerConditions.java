package io.dialer.agent.blackbox;

import io.vertx.core.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a module wants of an {@code http} answer besides what our own type judges. Pure.
 *
 * @param failIfTls whether the last answer must not have come over TLS
 * @param failIfNotTls whether it must have
 * @param versions allowed ones, as {@code HTTP/1.1}; empty: all
 * @param wholeBody whether a body beyond its limit is a failure
 */
public record AnswerConditions(boolean failIfTls, boolean failIfNotTls, List<String> versions, boolean wholeBody) {
    static final AnswerConditions NONE = new AnswerConditions(false, false, List.of(), false);

    public AnswerConditions {
        versions = List.copyOf(versions);
    }

    /**
     * What is broken, in words; null where nothing is.
     *
     * @param details of a result that is a success so far
     */
    public @Nullable String broken(JsonObject details) {
        boolean tls = details.getString("final_url", "").startsWith("https:");
        if (failIfTls && tls) {
            return "the answer came over TLS";
        }
        if (failIfNotTls && !tls) {
            return "the answer did not come over TLS";
        }
        String version = details.getString("protocol", "").replaceFirst("^HTTP/2$", "HTTP/2.0");
        if (!versions.isEmpty() && !versions.contains(version)) {
            return "the answer's version %s is not among %s".formatted(version, versions);
        }
        return wholeBody && details.getBoolean("body_truncated", false) ? "the body is longer than its limit" : null;
    }
}
