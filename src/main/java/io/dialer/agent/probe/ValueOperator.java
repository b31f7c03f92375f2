package io.dialer.agent.probe;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of a value in an answer, in both vocabularies that tasks are written in. Numbers are compared as numbers
 * also where the expected value is written as a text, because the backend's editor writes every value so.
 */
public enum ValueOperator {
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

    ValueOperator(String editorName, String agentName) {
        this.editorName = editorName;
        this.agentName = agentName;
    }

    /** As the backend's editor writes it. */
    public String editorName() {
        return editorName;
    }

    /** As the first agent reads it, where it has a word of its own. */
    public String agentName() {
        return agentName;
    }

    /** True where it must hold for each of several values; else one that fits is enough. */
    public boolean isNegative() {
        return this == NOT_EQUALS || this == NOT_CONTAINS || this == NOT_EMPTY || this == NOT_EXISTS;
    }

    /** True where a text or a number must be given to hold a value against; to the others null is a value as well. */
    public boolean needsText() {
        return !standsAlone() && this != EQUALS && this != NOT_EQUALS;
    }

    /** True where both values must be numbers. */
    public boolean ordersNumbers() {
        return this == GREATER_THAN || this == LESS_THAN;
    }

    /** True where there is nothing to hold a value against. */
    public boolean standsAlone() {
        return this == EXISTS || this == NOT_EXISTS || this == EMPTY || this == NOT_EMPTY;
    }

    /**
     * Whether a value that was found is as it must be.
     *
     * @param expected maps, lists or plain values
     * @param pattern for {@link #REGEX}; else null
     * @param deadline ends an expression
     */
    public boolean holds(
            @Nullable Object found, @Nullable Object expected, @Nullable UserPattern pattern, Deadline deadline) {
        return switch (this) {
            case EQUALS -> JsonValues.same(found, expected);
            case NOT_EQUALS -> !JsonValues.same(found, expected);
            case CONTAINS -> JsonValues.contains(found, expected);
            case NOT_CONTAINS -> !JsonValues.contains(found, expected);
            case STARTS_WITH -> JsonValues.text(found).startsWith(JsonValues.text(expected));
            case ENDS_WITH -> JsonValues.text(found).endsWith(JsonValues.text(expected));
            case GREATER_THAN ->
                JsonValues.order(found, expected).filter(sign -> sign > 0).isPresent();
            case LESS_THAN ->
                JsonValues.order(found, expected).filter(sign -> sign < 0).isPresent();
            case REGEX ->
                pattern != null && pattern.findIn(JsonValues.text(found), deadline) == UserPattern.Finding.FOUND;
            case EXISTS -> true;
            case NOT_EXISTS -> false;
            case EMPTY -> JsonValues.isEmpty(found);
            case NOT_EMPTY -> !JsonValues.isEmpty(found);
        };
    }

    /**
     * Reads a name of either vocabulary, in any case.
     *
     * @param field where it stands, for the error
     * @throws InvalidOption with all names
     */
    public static ValueOperator parse(String field, String name) {
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
