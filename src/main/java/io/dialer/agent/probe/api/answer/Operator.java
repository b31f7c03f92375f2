package io.dialer.agent.probe.api.answer;

import io.dialer.agent.probe.InvalidOption;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What an assertion asks of a value, in both vocabularies. */
public enum Operator {
    EQUALS("equals", "equal"),
    NOT_EQUALS("not_equals", "not_equal"),
    CONTAINS("contains", "contains"),
    NOT_CONTAINS("not_contains", "not_contains"),
    STARTS_WITH("startsWith", "startsWith"),
    ENDS_WITH("endsWith", "endsWith"),
    GREATER_THAN("greater_than", "greater_than"),
    LESS_THAN("less_than", "less_than"),
    REGEX("regex", "matches"),
    EXISTS("exists", "exists"),
    NOT_EXISTS("not_exists", "not_exists"),
    EMPTY("empty", "empty"),
    NOT_EMPTY("not_empty", "not_empty");

    private final String editorName;
    private final String agentName;

    Operator(String editorName, String agentName) {
        this.editorName = editorName;
        this.agentName = agentName;
    }

    /** As the backend's editor writes it. */
    String editorName() {
        return editorName;
    }

    /** As the first agent reads it, where it has a word of its own. */
    String agentName() {
        return agentName;
    }

    /** True where it must hold for each of several values; else one that fits is enough. */
    boolean isNegative() {
        return this == NOT_EQUALS || this == NOT_CONTAINS || this == NOT_EMPTY;
    }

    /** True where both values must be numbers. */
    boolean ordersNumbers() {
        return this == GREATER_THAN || this == LESS_THAN;
    }

    /** True where there is nothing to hold a value against. */
    boolean standsAlone() {
        return this == EXISTS || this == NOT_EXISTS || this == EMPTY || this == NOT_EMPTY;
    }

    static Operator parse(String field, String name) {
        return Arrays.stream(values())
                .filter(known -> Stream.of(known.editorName, known.agentName)
                        .anyMatch(word -> word.equalsIgnoreCase(name.strip())))
                .findFirst()
                .orElseThrow(() -> new InvalidOption(
                        field,
                        name,
                        Arrays.stream(values())
                                .flatMap(known -> Stream.of(known.editorName, known.agentName))
                                .distinct()
                                .collect(Collectors.joining(", "))));
    }
}
