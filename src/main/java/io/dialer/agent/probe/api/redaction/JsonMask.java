package io.dialer.agent.probe.api.redaction;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.dialer.agent.probe.ConfidentialNames;
import java.io.IOException;
import java.util.function.IntPredicate;

/**
 * Masks the values of confidential names in JSON, and secrets within its texts. Goes through the text itself and leaves
 * everything else as it is written, so that JSON stays JSON, and what was cut off or is broken is read as far as it goes.
 * One instance masks one text.
 */
final class JsonMask {
    private static final JsonFactory JSON = new JsonFactory();
    private static final String MASK = '"' + Redaction.MASK + '"';
    /** JSON in a text in JSON: each level doubles its backslashes. */
    private static final int DEEPEST = 4;

    private final Redaction redaction;
    private final int depth;
    private final boolean cut;
    private final StringBuilder masked = new StringBuilder();
    private String text = "";
    private int at;

    /**
     * A mask.
     *
     * @param depth how many texts in texts are around what it masks
     * @param cut whether that went on
     */
    JsonMask(Redaction redaction, int depth, boolean cut) {
        this.redaction = redaction;
        this.depth = depth;
        this.cut = cut;
    }

    static boolean looksLikeJson(String text) {
        int start = 0;
        while (start < text.length() && Character.isWhitespace(text.charAt(start))) {
            start++;
        }
        return start < text.length() && "{[\"".indexOf(text.charAt(start)) >= 0;
    }

    /** True for one whole value of JSON. */
    static boolean isJson(String text) {
        try (JsonParser parser = JSON.createParser(text)) {
            int values = 0;
            int open = 0;
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                open += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                values += open == 0 ? 1 : 0;
            }
            return values == 1;
        } catch (IOException broken) {
            return false;
        }
    }

    String mask(String json) {
        text = json;
        while (at < text.length()) {
            char character = text.charAt(at);
            if (character == '"') {
                literal();
            } else if (isOfScalar(character)) {
                scalar();
            } else {
                masked.append(character);
                at++;
            }
        }
        return masked.toString();
    }

    /** A text, or a name with what it names. */
    private void literal() {
        int end = endOfLiteral(at);
        String written = text.substring(at, end);
        int next = after(end, Character::isWhitespace);
        boolean isName = next < text.length() && text.charAt(next) == ':';
        masked.append(redacted(written, isName));
        at = end;
        if (isName && ConfidentialNames.include(decoded(written))) {
            int value = after(next + 1, Character::isWhitespace);
            masked.append(text, end, value);
            at = value;
            maskValue();
        }
    }

    private void maskValue() {
        if (at == text.length()) {
            return;
        }
        char character = text.charAt(at);
        if (character == '"') {
            at = endOfLiteral(at);
        } else if (character == '{' || character == '[') {
            at = endOfGroup();
        } else {
            int end = after(at, JsonMask::isOfScalar);
            String written = text.substring(at, end);
            if (end == at || written.equals("null") || written.equals("true") || written.equals("false")) {
                return;
            }
            at = end;
        }
        masked.append(MASK);
    }

    /** A number, true, false or null; in broken JSON anything. */
    private void scalar() {
        int end = after(at, JsonMask::isOfScalar);
        String written = text.substring(at, end);
        masked.append(redaction.holdsSecret(written) ? MASK : written);
        at = end;
    }

    private String redacted(String literal, boolean isName) {
        String plain = decoded(literal);
        boolean unfinished = cut && !isClosed(literal);
        // A name keeps its own form; what it would reveal is only a given secret.
        String shown = isName || depth >= DEEPEST
                ? redaction.plain(plain, unfinished)
                : redaction.text(plain, depth + 1, unfinished);
        // One that was cut off stays open: what it ends with is looked at once more.
        String end = isClosed(literal) ? "\"" : "";
        String written = shown.equals(plain) ? literal : '"' + new String(quoted(shown)) + end;
        return redaction.holdsSecret(written) ? MASK : written;
    }

    private static char[] quoted(String plain) {
        return JsonStringEncoder.getInstance().quoteAsString(plain);
    }

    private static String decoded(String literal) {
        int end = isClosed(literal) ? literal.length() - 1 : literal.length();
        return OctetView.of(literal.substring(1, end), OctetView.Coding.JSON).toString();
    }

    private static boolean isClosed(String literal) {
        int at = 1;
        while (at < literal.length() && literal.charAt(at) != '"') {
            at += literal.charAt(at) == '\\' ? 2 : 1;
        }
        return at < literal.length();
    }

    private int endOfLiteral(int from) {
        int end = from + 1;
        while (end < text.length() && text.charAt(end) != '"') {
            end += text.charAt(end) == '\\' ? 2 : 1;
        }
        return Math.min(end + 1, text.length());
    }

    private int endOfGroup() {
        int open = 0;
        int end = at;
        while (end < text.length()) {
            char character = text.charAt(end);
            if (character == '"') {
                end = endOfLiteral(end);
                continue;
            }
            open += character == '{' || character == '[' ? 1 : character == '}' || character == ']' ? -1 : 0;
            end++;
            if (open == 0) {
                break;
            }
        }
        return end;
    }

    private int after(int from, IntPredicate skipped) {
        int end = from;
        while (end < text.length() && skipped.test(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private static boolean isOfScalar(int character) {
        return !Character.isWhitespace(character) && "{}[]:,\"".indexOf(character) < 0;
    }
}
