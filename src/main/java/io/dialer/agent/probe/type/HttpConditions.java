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
import java.util.Map;
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
        List<Map.Entry<String, UserPattern>> headerMatches,
        List<Map.Entry<String, UserPattern>> headerNotMatches,
        List<JsonCondition> json) {
    /** A parser may pass it over (RFC 8259, section 8.1). */
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    static HttpConditions from(Options options) {
        return new HttpConditions(
                StatusCodes.parse("valid_status_codes", options.texts("valid_status_codes", List.of("200-399"))),
                patterns(options, "body_matches"),
                patterns(options, "body_not_matches"),
                headerPatterns(options, "header_matches"),
                headerPatterns(options, "header_not_matches"),
                JsonCondition.from(options));
    }

    BodyUse bodyUse() {
        if (!json.isEmpty()) {
            return BodyUse.JSON;
        }
        return bodyMatches.isEmpty() && bodyNotMatches.isEmpty() ? BodyUse.SIZE : BodyUse.TEXT;
    }

    /**
     * The first condition that status or headers break, in words; null where all hold.
     */
    @Nullable
    String brokenByHead(HttpHop answer, Messages messages) {
        if (!statusCodes.contain(answer.status())) {
            return messages.text("http.status", Integer.toString(answer.status()), statusCodes);
        }
        for (Map.Entry<String, UserPattern> header : headerMatches) {
            if (findInHeader(answer, header) != Finding.FOUND) {
                return messages.text("http.header_missing", header.getKey(), header.getValue());
            }
        }
        for (Map.Entry<String, UserPattern> header : headerNotMatches) {
            if (findInHeader(answer, header) != Finding.ABSENT) {
                return messages.text("http.header_present", header.getKey(), header.getValue());
            }
        }
        return null;
    }

    /** The same of the body; ends soon after the deadline, and what it then returns says nothing. */
    @Nullable
    String brokenByBody(String body, Deadline deadline, Messages messages) {
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
        return json.isEmpty() ? null : brokenByJson(body, deadline, messages);
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

    private static Finding findInHeader(HttpHop answer, Map.Entry<String, UserPattern> wanted) {
        return answer.headers().stream()
                .filter(header -> header.getKey().equalsIgnoreCase(wanted.getKey()))
                .map(header -> wanted.getValue().findIn(header.getValue()))
                .filter(finding -> finding != Finding.ABSENT)
                .findFirst()
                .orElse(Finding.ABSENT);
    }

    private static List<UserPattern> patterns(Options options, String name) {
        return options.texts(name, List.of()).stream()
                .map(expression -> UserPattern.parse(name, expression))
                .toList();
    }

    private static List<Map.Entry<String, UserPattern>> headerPatterns(Options options, String name) {
        return options.pairs(name).stream()
                .map(pair -> Map.entry(pair.getKey(), UserPattern.parse(name, pair.getValue())))
                .toList();
    }
}
