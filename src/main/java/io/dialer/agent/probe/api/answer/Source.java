package io.dialer.agent.probe.api.answer;

import io.dialer.agent.probe.InvalidOption;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Where in an answer a value stands, in both vocabularies. */
public enum Source {
    STATUS("status_code", true, "status", "status_code"),
    BODY("body", true, "body", "body"),
    JSON_BODY("json", true, "json_body", "json_body"),
    TEXT_BODY("body", true, "text_body", "text_body"),
    HEADERS("header", true, "headers", "headers"),
    COOKIE("cookie", true, "cookie", "cookie"),
    TIME("response_time", false, "time", "time"),
    SIZE("size", false, "size", "size"),
    URL("url", true, "url", "url");

    private final String pageType;
    private final boolean extracted;
    private final String editorName;
    private final String agentName;

    Source(String pageType, boolean extracted, String editorName, String agentName) {
        this.pageType = pageType;
        this.extracted = extracted;
        this.editorName = editorName;
        this.agentName = agentName;
    }

    static Source ofAssertion(String name) {
        return parse(
                name, Arrays.stream(values()).filter(source -> source != URL).toList());
    }

    static Source ofExtraction(String name) {
        return parse(
                name, Arrays.stream(values()).filter(source -> source.extracted).toList());
    }

    /** The kind of an assertion, as the backend's page words it. */
    String pageType() {
        return pageType;
    }

    private Stream<String> names() {
        return Stream.of(editorName, agentName);
    }

    private static Source parse(String name, List<Source> allowed) {
        return allowed.stream()
                .filter(source -> source.names().anyMatch(known -> known.equalsIgnoreCase(name.strip())))
                .findFirst()
                .orElseThrow(() -> new InvalidOption(
                        "source",
                        name,
                        allowed.stream().flatMap(Source::names).distinct().collect(Collectors.joining(", "))));
    }
}
