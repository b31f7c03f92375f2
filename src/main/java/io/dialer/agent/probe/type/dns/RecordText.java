package io.dialer.agent.probe.type.dns;

import io.netty.util.NetUtil;
import java.util.List;
import java.util.stream.Collectors;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Record;
import org.xbill.DNS.SPFRecord;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

/** A record as people write it in a zone file (RFC 1035, section 5.1). Pure. */
final class RecordText {
    private RecordText() {}

    /** What the record says, without its name. */
    static String value(Record entry) {
        return switch (entry) {
            case AAAARecord v6 -> NetUtil.toAddressString(v6.getAddress());
            case TXTRecord words -> words(words.getStringsAsByteArrays());
            case SPFRecord words -> words(words.getStringsAsByteArrays());
            default -> entry.rdataToString();
        };
    }

    /** Each in quotes, whether it needs them or not, so that an expression may count on them. */
    private static String words(List<byte[]> words) {
        return words.stream().map(RecordText::quoted).collect(Collectors.joining(" "));
    }

    private static String quoted(byte[] word) {
        StringBuilder text = new StringBuilder("\"");
        for (byte octet : word) {
            int value = octet & 0xff;
            if (value == '"' || value == '\\') {
                text.append('\\').append((char) value);
            } else if (value < ' ' || value > '~') {
                text.append("\\%03d".formatted(value));
            } else {
                text.append((char) value);
            }
        }
        return text.append('"').toString();
    }

    /** All of it, with one tab between two fields: what expressions are held against, as in blackbox_exporter. */
    static String line(Record entry) {
        return String.join(
                "\t",
                entry.getName().toString(),
                Long.toString(entry.getTTL()),
                DClass.string(entry.getDClass()),
                Type.string(entry.getType()),
                value(entry));
    }
}
