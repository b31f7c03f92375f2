package io.dialer.agent.probe.type.dns;

import io.dialer.agent.probe.net.Resolver;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.SPFRecord;
import org.xbill.DNS.TXTRecord;

/**
 * A value that an answer must hold: an address in any spelling, the text of a TXT record with or without its quotes, for all
 * other types what stands behind the type in a zone file, in any case and with or without a name's last dot. Pure.
 *
 * @param text as the task has it
 */
record ExpectedValue(String text) {
    boolean isIn(Record entry) {
        return switch (entry) {
            case ARecord v4 -> isAddress(v4.getAddress());
            case AAAARecord v6 -> isAddress(v6.getAddress());
            case TXTRecord words -> isWords(words.getStrings(), words);
            case SPFRecord words -> isWords(words.getStrings(), words);
            default -> bare(text).equals(bare(RecordText.value(entry)));
        };
    }

    private boolean isWords(List<String> strings, Record entry) {
        return text.equals(String.join("", strings)) || text.equals(RecordText.value(entry));
    }

    private boolean isAddress(InetAddress address) {
        return Resolver.literal(text).filter(address::equals).isPresent();
    }

    private static String bare(String value) {
        return value.strip().toLowerCase(Locale.ROOT).replaceAll("\\.(?=\\s|$)", "");
    }
}
