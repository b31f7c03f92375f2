package io.dialer.agent.probe.api.redaction;

import io.dialer.agent.probe.ConfidentialNames;
import io.dialer.agent.probe.net.http.FormPairs;

/**
 * Masks the values of confidential names in forms, in URLs and in lines such as {@code Authorization: …}. One pass, no
 * regular expression. Pure.
 */
final class PairMask {
    private static final String ENDS_A_VALUE = "&;#\"'<>,)}\\";
    /** Quotes, backslashes and spaces between a name and its value. */
    private static final int MOST_BETWEEN = 8;

    private PairMask() {}

    /** A form: everything up to the next {@code &} is a value. */
    static String form(String form) {
        StringBuilder masked = new StringBuilder(form.length());
        int start = 0;
        while (start <= form.length()) {
            int ampersand = form.indexOf('&', start);
            int end = ampersand < 0 ? form.length() : ampersand;
            int equals = start;
            while (equals < end && form.charAt(equals) != '=') {
                equals++;
            }
            if (equals < end && isConfidential(form, start, equals)) {
                masked.append(form, start, equals + 1).append(Redaction.MASK);
            } else {
                masked.append(form, start, end);
            }
            if (ampersand >= 0) {
                masked.append('&');
            }
            start = end + 1;
        }
        return masked.toString();
    }

    /**
     * Any text: {@code name=value} and {@code "name": value} anywhere, {@code name: value} on a line of its own,
     * {@code //user:password@}.
     */
    static String text(String text) {
        StringBuilder masked = new StringBuilder(text.length());
        int nameStart = 0;
        int lastNameStart = 0;
        int lastNameEnd = 0;
        int lineStart = 0;
        int at = 0;
        while (at < text.length()) {
            char character = text.charAt(at);
            int valueEnd = at;
            if (character == '=' && isConfidential(text, nameStart, at)) {
                valueEnd = endOfValue(text, at + 1);
            } else if (character == ':' && nameStart == lineStart && isConfidential(text, nameStart, at)) {
                valueEnd = endOfLine(text, at + 1);
            } else if (character == ':'
                    && onlyQuotes(text, lastNameEnd, at)
                    && isConfidential(text, lastNameStart, lastNameEnd)) {
                int value = startOfValue(text, at + 1);
                masked.append(text, at, value).append(Redaction.MASK);
                at = endOfQuoted(text, value);
                nameStart = at;
                continue;
            } else if (character == '/' && text.startsWith("//", at)) {
                valueEnd = endOfUserInfo(text, at + 2);
                if (valueEnd > at) {
                    masked.append('/');
                    at++;
                }
            }
            masked.append(character);
            at++;
            if (valueEnd > at) {
                masked.append(character == ':' ? " " : "").append(Redaction.MASK);
                at = valueEnd;
                nameStart = at;
            } else if (!isOfName(character)) {
                nameStart = at;
            } else {
                lastNameStart = nameStart;
                lastNameEnd = at;
            }
            if (character == '\n') {
                lineStart = at;
            }
        }
        return masked.toString();
    }

    private static boolean isOfName(char character) {
        return Character.isLetterOrDigit(character) || "_-.[]%$".indexOf(character) >= 0;
    }

    private static boolean isConfidential(String text, int from, int to) {
        // Percent-encoding may hide a letter, and three characters may stand for each.
        if (to <= from || to - from > 600) {
            return false;
        }
        String name = text.substring(from, to);
        return ConfidentialNames.include(name.indexOf('%') < 0 ? name : FormPairs.decoded(name));
    }

    private static int endOfValue(String text, int from) {
        int end = from;
        // A value in quotes holds more than one word.
        boolean quoted = end < text.length() && (text.charAt(end) == '"' || text.charAt(end) == '\'');
        if (quoted) {
            int close = text.indexOf(text.charAt(end), end + 1);
            return close < 0 ? text.length() : close + 1;
        }
        while (end < text.length()
                && !Character.isWhitespace(text.charAt(end))
                && ENDS_A_VALUE.indexOf(text.charAt(end)) < 0) {
            end++;
        }
        return end;
    }

    /** True for what stands between a name in quotes and its colon; the quotes may be escaped. */
    private static boolean onlyQuotes(String text, int from, int to) {
        boolean quoted = false;
        for (int index = from; index < to; index++) {
            char character = text.charAt(index);
            quoted |= character == '"' || character == '\'';
            if ("\"'\\ ".indexOf(character) < 0 || index - from > MOST_BETWEEN) {
                return false;
            }
        }
        return quoted;
    }

    private static int startOfValue(String text, int from) {
        int start = from;
        while (start < text.length() && start - from < MOST_BETWEEN && "\"'\\ ".indexOf(text.charAt(start)) >= 0) {
            start++;
        }
        return start;
    }

    /** The end of a value whose quote was just opened, or of one without. */
    private static int endOfQuoted(String text, int from) {
        char quote = text.charAt(from - 1);
        boolean quoted = quote == '"' || quote == '\'';
        boolean escaped = quoted && text.charAt(from - 2) == '\\';
        int end = from;
        while (end < text.length()) {
            char character = text.charAt(end);
            if (character == '\\' && !escaped) {
                end += 2;
            } else if (quoted
                    ? character == quote || character == '\\'
                    : Character.isWhitespace(character) || ENDS_A_VALUE.indexOf(character) >= 0) {
                break;
            } else {
                end++;
            }
        }
        return Math.min(end, text.length());
    }

    private static int endOfLine(String text, int from) {
        int end = from;
        while (end < text.length() && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
            end++;
        }
        return end;
    }

    /** Where the {@code @} of a URL is; the start where it has none. */
    private static int endOfUserInfo(String text, int from) {
        int found = 0;
        for (int end = from; end < text.length(); end++) {
            char character = text.charAt(end);
            if (character == '@') {
                found = end;
            } else if (Character.isWhitespace(character) || "/?#\"'<>".indexOf(character) >= 0) {
                break;
            }
        }
        return found;
    }
}
