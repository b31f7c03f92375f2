package io.dialer.agent.probe.type;

import io.dialer.agent.probe.InvalidOption;
import java.util.BitSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A set of HTTP status codes, written as {@code 200}, {@code 200-399} or {@code 2xx}. */
final class StatusCodes {
    private static final Pattern RANGE = Pattern.compile("\\s*([0-9]{3})\\s*(?:-\\s*([0-9]{3})\\s*)?");
    private static final Pattern CLASS = Pattern.compile("\\s*([1-5])[xX]{2}\\s*");

    private final BitSet codes = new BitSet();
    private final String written;

    private StatusCodes(String written) {
        this.written = written;
    }

    static StatusCodes parse(String option, List<String> ranges) {
        StatusCodes set = new StatusCodes(String.join(", ", ranges));
        for (String range : ranges) {
            Matcher numbers = RANGE.matcher(range);
            Matcher wholeClass = CLASS.matcher(range);
            if (wholeClass.matches()) {
                int first = Integer.parseInt(wholeClass.group(1)) * 100;
                set.codes.set(first, first + 100);
            } else if (numbers.matches()) {
                int first = Integer.parseInt(numbers.group(1));
                int last = numbers.group(2) == null ? first : Integer.parseInt(numbers.group(2));
                if (last < first) {
                    throw new InvalidOption(option, range, "a range that rises");
                }
                set.codes.set(first, last + 1);
            } else {
                throw new InvalidOption(option, range, "codes such as 200, 200-399 or 2xx");
            }
        }
        if (ranges.isEmpty()) {
            throw new InvalidOption(option, ranges, "at least one code");
        }
        return set;
    }

    boolean contain(int code) {
        return codes.get(code);
    }

    @Override
    public String toString() {
        return written;
    }
}
