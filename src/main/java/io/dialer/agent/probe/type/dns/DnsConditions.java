package io.dialer.agent.probe.type.dns;

import io.dialer.agent.probe.Deadline;
import io.dialer.agent.probe.InvalidOption;
import io.dialer.agent.probe.Options;
import io.dialer.agent.probe.Sentence;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/**
 * What an answer must hold: its code first, then its records.
 *
 * @param codes that are right
 * @param expected each must be among the answers; others may stand beside them
 * @param answer of that section
 * @param authority of that section
 * @param additional of that section
 */
record DnsConditions(
        List<Integer> codes,
        List<ExpectedValue> expected,
        SectionRules answer,
        SectionRules authority,
        SectionRules additional) {
    private static final int MOST_NAMED = 8;

    static DnsConditions from(Options options) {
        return new DnsConditions(
                options.texts("valid_rcodes", List.of("NOERROR")).stream()
                        .map(DnsConditions::code)
                        .toList(),
                options.texts("expected", List.of()).stream()
                        .map(ExpectedValue::new)
                        .toList(),
                SectionRules.from("answer", options),
                SectionRules.from("authority", options),
                SectionRules.from("additional", options));
    }

    private static int code(String name) {
        int code;
        try {
            code = Rcode.value(name.strip().toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException outOfRange) {
            code = -1;
        }
        if (code < 0) {
            throw new InvalidOption("valid_rcodes", name, "names such as NOERROR, NXDOMAIN, SERVFAIL, REFUSED");
        }
        return code;
    }

    /** What does not hold; null: all does. */
    @Nullable
    Sentence broken(Message message, Deadline deadline) {
        if (!codes.contains(message.getRcode())) {
            return Sentence.of(
                    "dns.rcode",
                    Rcode.string(message.getRcode()),
                    codes.stream().map(Rcode::string).collect(Collectors.joining(", ")));
        }
        List<Record> answers = message.getSection(Section.ANSWER);
        for (ExpectedValue value : expected) {
            if (answers.stream().noneMatch(value::isIn)) {
                return Sentence.of("dns.expected_missing", value.text(), values(answers));
            }
        }
        Sentence broken = answer.broken(answers, deadline);
        if (broken == null) {
            broken = authority.broken(message.getSection(Section.AUTHORITY), deadline);
        }
        return broken == null ? additional.broken(message.getSection(Section.ADDITIONAL), deadline) : broken;
    }

    private static String values(List<Record> answers) {
        return answers.isEmpty()
                ? "–"
                : answers.stream().limit(MOST_NAMED).map(RecordText::value).collect(Collectors.joining(", "));
    }
}
