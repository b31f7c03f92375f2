package io.dialer.agent.blackbox;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Expressions in Go's syntax (RE2) as Java understands them: named groups, POSIX classes, {@code [} and {@code &} inside a
 * class, {@code $} that means the very end, and a dot that leaves out the line feed only. Pure.
 */
final class GoPattern {
    private static final Pattern NAMED_GROUP = Pattern.compile("\\(\\?P?<([A-Za-z0-9_]+)>");
    /** A quoted stretch, a class with a name, or one character. */
    private static final Pattern ESCAPE =
            Pattern.compile("\\\\(?:Q.*?(?:\\\\E|$)|[pP]\\{\\^?[A-Za-z_]+\\}|.)", Pattern.DOTALL);
    /** Any other brace is a brace. */
    private static final Pattern REPEAT = Pattern.compile("\\{[0-9]+(?:,[0-9]*)?\\}");

    private static final Pattern SCRIPT = Pattern.compile("\\\\([pP])\\{(\\^?)([A-Za-z_]{3,})\\}");
    private static final Pattern POSIX_CLASS = Pattern.compile("\\[:(\\^?)([a-z]+):]");
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{([A-Za-z0-9_]+)\\}|\\$([A-Za-z0-9_]+)");
    /** Java's mode in which only a line feed ends a line. */
    private static final String ONLY_LINE_FEEDS = "(?d)";

    private GoPattern() {}

    static String toJava(String go) {
        boolean lines = go.matches("(?s).*\\(\\?[a-zA-Z]*m[a-zA-Z]*[-:)].*");
        StringBuilder java = new StringBuilder(ONLY_LINE_FEEDS);
        boolean inClass = false;
        boolean classBegins = false;
        int at = 0;
        while (at < go.length()) {
            char one = go.charAt(at);
            Matcher posix = POSIX_CLASS.matcher(go).region(at, go.length());
            Matcher group = NAMED_GROUP.matcher(go).region(at, go.length());
            Matcher escape = ESCAPE.matcher(go).region(at, go.length());
            int length = 1;
            if (escape.lookingAt()) {
                length = escape.end() - at;
                java.append(escaped(escape.group()));
            } else if (!inClass
                    && one == '{'
                    && !REPEAT.matcher(go).region(at, go.length()).lookingAt()) {
                java.append("\\{");
            } else if (inClass && posix.lookingAt()) {
                length = posix.end() - at;
                java.append(posixClass(!posix.group(1).isEmpty(), posix.group(2)));
            } else if (inClass && (one == '[' || one == '&')) {
                java.append('\\').append(one);
            } else if (!inClass && group.lookingAt()) {
                length = group.end() - at;
                java.append("(?<").append(groupName(group.group(1))).append('>');
            } else if (!inClass && one == '$' && !lines) {
                java.append("\\z");
            } else if (inClass && one == ']' && classBegins) {
                java.append("\\]");
            } else {
                java.append(one);
            }
            boolean opens = !inClass && one == '[';
            boolean negates = classBegins && one == '^' && go.charAt(at - 1) == '[';
            if (inClass && one == ']' && !classBegins) {
                inClass = false;
            }
            inClass |= opens;
            classBegins = opens || negates;
            at += length;
        }
        return java.toString();
    }

    /** What is sent after a match: {@code ${name}} and {@code $1} stand for groups. */
    static String toSend(String go) {
        return REFERENCE.matcher(go).replaceAll(reference -> {
            String name = reference.group(1) == null ? reference.group(2) : reference.group(1);
            return Matcher.quoteReplacement("${" + groupName(name) + "}");
        });
    }

    /** Java knows letters and digits only. */
    private static String groupName(String go) {
        return go.replace("_", "U5F");
    }

    /** A script has another name in Java; {@code \\p{L}} and such have the same. */
    private static String escaped(String go) {
        Matcher script = SCRIPT.matcher(go);
        if (!script.matches()) {
            return go;
        }
        boolean negated = script.group(1).equals("P") != !script.group(2).isEmpty();
        return (negated ? "\\P{Is" : "\\p{Is") + script.group(3) + "}";
    }

    private static String posixClass(boolean negated, String go) {
        if (go.equals("word")) {
            return negated ? "\\W" : "\\w";
        }
        String java = switch (go) {
            case "ascii" -> "ASCII";
            case "xdigit" -> "XDigit";
            default -> Character.toUpperCase(go.charAt(0)) + go.substring(1);
        };
        return (negated ? "\\P{" : "\\p{") + java + "}";
    }
}
