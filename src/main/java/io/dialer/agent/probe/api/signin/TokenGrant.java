package io.dialer.agent.probe.api.signin;

import io.dialer.agent.probe.Quoted;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A token endpoint's answer, read (RFC 6749, sections 5.1 and 5.2). Pure.
 *
 * @param token null where there is none that could be sent
 * @param lifetime how long it may be sent on
 * @param problem what is wrong; empty where there is a token
 */
record TokenGrant(@Nullable String token, Duration lifetime, String problem) {
    /** Where the server does not say; then its 401 does. */
    private static final Duration UNSAID = Duration.ofMinutes(5);

    private static final Duration LONGEST = Duration.ofDays(1);
    private static final Duration LARGEST_MARGIN = Duration.ofSeconds(30);
    private static final int LONGEST_PROBLEM = 200;

    static TokenGrant of(int status, String body) {
        JsonObject answer;
        try {
            answer = new JsonObject(body);
        } catch (DecodeException | ClassCastException notAnObject) {
            return none(status == 200 ? "not a JSON object" : "");
        }
        if (status != 200) {
            Object description = answer.getValue("error_description");
            String error = text(answer.getValue("error"));
            return none(description == null ? error : error + " (" + text(description) + ")");
        }
        if (!(answer.getValue("access_token") instanceof String token) || !isSendable(token)) {
            return none("no access_token that a header could carry");
        }
        Object type = answer.getValue("token_type", "Bearer");
        if (!(type instanceof String name) || !name.equalsIgnoreCase("bearer")) {
            return none("token_type " + text(type));
        }
        return new TokenGrant(token, lifetime(answer.getValue("expires_in")), "");
    }

    private static TokenGrant none(String problem) {
        return new TokenGrant(null, Duration.ZERO, problem);
    }

    /** Appendix A.12. */
    private static boolean isSendable(String token) {
        return !token.isBlank() && token.chars().allMatch(character -> character >= 0x20 && character <= 0x7e);
    }

    /** Less a margin, so that it does not expire on its way. */
    private static Duration lifetime(@Nullable Object expiresIn) {
        if (expiresIn == null) {
            return UNSAID;
        }
        double seconds;
        try {
            seconds = new BigDecimal(expiresIn.toString()).doubleValue();
        } catch (NumberFormatException unreadable) {
            return UNSAID;
        }
        Duration said = Duration.ofMillis((long) (Math.clamp(seconds, 0, (double) LONGEST.toSeconds()) * 1000));
        Duration tenth = said.dividedBy(10);
        return said.minus(tenth.compareTo(LARGEST_MARGIN) < 0 ? tenth : LARGEST_MARGIN);
    }

    private static String text(@Nullable Object value) {
        String text = String.valueOf(value);
        return text.length() <= LONGEST_PROBLEM ? text : Quoted.beginning(text, LONGEST_PROBLEM) + "…";
    }

    /** Without the token, which a log must not hold. */
    @Override
    public String toString() {
        return "TokenGrant[lifetime=" + lifetime + ", problem=" + problem + "]";
    }
}
