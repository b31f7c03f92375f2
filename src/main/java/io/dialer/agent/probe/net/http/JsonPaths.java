package io.dialer.agent.probe.net.http;

import com.jayway.jsonpath.InvalidPathException;
import com.jayway.jsonpath.JsonPath;
import io.dialer.agent.probe.InvalidOption;
import java.util.regex.Pattern;

/** The JSONPaths that tasks may bring: those of which somebody can say how long following them takes. */
public final class JsonPaths {
    private static final String REGEX_FILTER = "=~";
    private static final String DEEP_SCAN = "..";
    private static final Pattern QUOTED = Pattern.compile("'[^']*'|\"[^\"]*\"");
    private static final Pattern ROOT_WITHIN = Pattern.compile("(?<=.)\\$");

    private JsonPaths() {}

    /**
     * Compiles a path.
     *
     * @param option where it stands, for the error
     * @throws InvalidOption where it is none, or one that nobody could end
     */
    public static JsonPath compile(String option, String text) {
        if (text.contains(REGEX_FILTER)) {
            throw new InvalidOption(
                    option, text, "a JSONPath without =~, whose steps nobody counts; the operator regex");
        }
        if (text.indexOf(DEEP_SCAN) != text.lastIndexOf(DEEP_SCAN)) {
            throw new InvalidOption(
                    option, text, "a JSONPath with one .. at most, or none could say how long it takes");
        }
        if (ROOT_WITHIN.matcher(QUOTED.matcher(text).replaceAll("")).find()) {
            throw new InvalidOption(
                    option, text, "a JSONPath without $ in its filters, or it would go through all for each");
        }
        try {
            return JsonPath.compile(text.strip());
        } catch (InvalidPathException | IllegalArgumentException broken) {
            throw new InvalidOption(option, text, "a JSONPath (" + broken.getMessage() + ")");
        }
    }
}
