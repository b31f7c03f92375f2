package io.dialer.agent.probe.type.dns;

import io.dialer.agent.probe.Deadline;
import io.dialer.agent.probe.Options;
import io.dialer.agent.probe.Sentence;
import io.dialer.agent.probe.UserPattern;
import io.dialer.agent.probe.net.Conversation;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Record;

/**
 * What the records of a section must look like, each as one line.
 *
 * @param section its name, with which the options begin
 * @param matches each matches at least one record
 * @param notMatches none matches any record
 * @param eachMatches each matches every record, and there is one
 * @param allMatch each matches every record, of which there may be none
 */
record SectionRules(
        String section,
        List<UserPattern> matches,
        List<UserPattern> notMatches,
        List<UserPattern> eachMatches,
        List<UserPattern> allMatch) {
    static SectionRules from(String section, Options options) {
        return new SectionRules(
                section,
                patterns(options, section + "_matches"),
                patterns(options, section + "_not_matches"),
                patterns(options, section + "_each_matches"),
                patterns(options, section + "_all_match"));
    }

    private static List<UserPattern> patterns(Options options, String name) {
        return options.texts(name, List.of()).stream()
                .map(expression -> UserPattern.parse(name, expression))
                .toList();
    }

    /** What of it does not hold; null: all does. */
    @Nullable
    Sentence broken(List<Record> records, Deadline deadline) {
        List<String> lines = records.stream().map(RecordText::line).toList();
        try {
            return broken(new Search(lines, deadline));
        } catch (Undecided tooLong) {
            return Sentence.of("dns.undecided", tooLong.pattern.toString());
        }
    }

    private @Nullable Sentence broken(Search search) throws Undecided {
        for (UserPattern pattern : notMatches) {
            String line = search.firstThat(pattern, true);
            if (line != null) {
                return Sentence.of("dns.forbidden", section, Conversation.quoted(line), pattern.toString());
            }
        }
        for (UserPattern pattern : allMatch) {
            String line = search.firstThat(pattern, false);
            if (line != null) {
                return oneDoesNot(line, pattern);
            }
        }
        for (UserPattern pattern : eachMatches) {
            String line = search.firstThat(pattern, false);
            if (line != null || search.lines.isEmpty()) {
                return oneDoesNot(line == null ? "–" : line, pattern);
            }
        }
        for (UserPattern pattern : matches) {
            if (search.firstThat(pattern, true) == null) {
                return Sentence.of("dns.unmatched", section, pattern.toString());
            }
        }
        return null;
    }

    private Sentence oneDoesNot(String line, UserPattern pattern) {
        return Sentence.of("dns.one_does_not", section, Conversation.quoted(line), pattern.toString());
    }

    /** An expression that took too many steps. */
    private static final class Undecided extends Exception {
        private static final long serialVersionUID = 1L;

        @SuppressWarnings("serial") // never written anywhere
        private final UserPattern pattern;

        Undecided(UserPattern pattern) {
            super(null, null, false, false);
            this.pattern = pattern;
        }
    }

    private record Search(List<String> lines, Deadline deadline) {
        /** The first line that an expression finds something in, or nothing; null: there is none. */
        @Nullable
        String firstThat(UserPattern pattern, boolean found) throws Undecided {
            for (String line : lines) {
                if (finds(pattern, line) == found) {
                    return line;
                }
            }
            return null;
        }

        private boolean finds(UserPattern pattern, String line) throws Undecided {
            return switch (pattern.findIn(line, deadline)) {
                case FOUND -> true;
                case ABSENT -> false;
                case UNDECIDED -> throw new Undecided(pattern);
            };
        }
    }
}
