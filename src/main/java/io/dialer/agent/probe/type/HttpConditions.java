package io.dialer.agent.probe.type;

import io.dialer.agent.probe.Deadline;
import io.dialer.agent.probe.JsonValues;
import io.dialer.agent.probe.Messages;
import io.dialer.agent.probe.Options;
import io.dialer.agent.probe.UserPattern;
import io.dialer.agent.probe.UserPattern.Finding;
import io.dialer.agent.probe.net.http.BodyUse;
import io.dialer.agent.probe.net.http.HttpHop;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an answer must be like. Pure.
 *
 * @param statusCodes the codes that are well
 * @param bodyMatches expressions that the body must hold
 * @param bodyNotMatches expressions that it must not hold
 * @param headerMatches expressions that some value of a header must hold
 * @param headerNotMatches expressions that no value of a header may hold
 * @param json conditions on the body as JSON
 */
record HttpConditions(
        StatusCodes statusCodes,
        List<UserPattern> bodyMatches,
        List<UserPattern> bodyNotMatches,
        List<HeaderCondition> headerMatches,
        List<HeaderCondition> headerNotMatches,
        List<JsonCondition> json) {
    /** A parser may pass it over (RFC 8259, section 8.1). */
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    static HttpConditions from(Options options) {
        return new HttpConditions(
                StatusCodes.parse("valid_status_codes", options.texts("valid_status_codes", List.of("200-399"))),
                patterns(options, "body_matches"),
                patterns(options, "body_not_matches"),
                HeaderCondition.from(options, "header_matches", true),
                HeaderCondition.from(options, "header_not_matches", false),
                JsonCondition.from(options));
    }

    BodyUse bodyUse() {
        if (!json.isEmpty()) {
            return BodyUse.JSON;
        }
        return bodyMatches.isEmpty() && bodyNotMatches.isEmpty() ? BodyUse.SIZE : BodyUse.TEXT;
    }

    /**
     * A condition that does not hold.
     *
     * @param words for people
     * @param byExpression whether it is a regular expression
     */
    record Broken(String words, boolean byExpression) {}

    /** The first condition that status or headers break; null where all hold. */
    @Nullable
    Broken brokenByHead(HttpHop answer, Messages messages) {
        if (!statusCodes.contain(answer.status())) {
            return new Broken(messages.text("http.status", Integer.toString(answer.status()), statusCodes), false);
        }
        String words = brokenByHeaders(answer, messages);
        return words == null ? null : new Broken(words, true);
    }

    private @Nullable String brokenByHeaders(HttpHop answer, Messages messages) {
        for (HeaderCondition header : headerMatches) {
            boolean passedOver = !header.required() && header.isAbsentFrom(answer);
            if (!passedOver && header.findIn(answer) != Finding.FOUND) {
                return messages.text("http.header_missing", header.name(), header.pattern());
            }
        }
        for (HeaderCondition header : headerNotMatches) {
            if (header.required() && header.isAbsentFrom(answer)) {
                return messages.text("http.header_absent", header.name());
            }
            if (header.findIn(answer) != Finding.ABSENT) {
                return messages.text("http.header_present", header.name(), header.pattern());
            }
        }
        return null;
    }

    /** The same of the body; ends soon after the deadline, and what it then returns says nothing. */
    @Nullable
    Broken brokenByBody(String body, Deadline deadline, Messages messages) {
        String words = brokenByText(body, deadline, messages);
        if (words != null) {
            return new Broken(words, true);
        }
        words = json.isEmpty() ? null : brokenByJson(body, deadline, messages);
        return words == null ? null : new Broken(words, false);
    }

    private @Nullable String brokenByText(String body, Deadline deadline, Messages messages) {
        for (UserPattern wanted : bodyMatches) {
            Finding finding = wanted.findIn(body, deadline);
            if (finding != Finding.FOUND) {
                return messages.text(
                        finding == Finding.UNDECIDED ? "http.body_undecided" : "http.body_missing", wanted);
            }
        }
        for (UserPattern unwanted : bodyNotMatches) {
            Finding finding = unwanted.findIn(body, deadline);
            if (finding != Finding.ABSENT) {
                return messages.text(
                        finding == Finding.UNDECIDED ? "http.body_undecided" : "http.body_present", unwanted);
            }
        }
        return null;
    }

    private @Nullable String brokenByJson(String body, Deadline deadline, Messages messages) {
        Object document;
        try {
            document = JsonValues.plain(Json.decodeValue(body.startsWith(BYTE_ORDER_MARK) ? body.substring(1) : body));
        } catch (DecodeException notJson) {
            document = null;
        }
        if (document == null) {
            // A path finds nothing in a bare null either.
            return messages.text("http.not_json", json.getFirst().path().getPath());
        }
        for (JsonCondition condition : json) {
            String broken = condition.brokenBy(document, deadline, messages);
            if (broken != null) {
                return broken;
            }
        }
        return null;
    }

    private static List<UserPattern> patterns(Options options, String name) {
        return options.texts(name, List.of()).stream()
                .map(expression -> UserPattern.parse(name, expression))
                .toList();
    }
}
