package io.dialer.agent.probe.type.dns;

import io.dialer.agent.probe.InvalidOption;
import io.dialer.agent.probe.Options;
import io.dialer.agent.probe.net.Resolver;
import java.net.IDN;
import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.ReverseMap;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/** What is asked, from a task's target and the options {@code type} and {@code class}. Pure. */
final class Question {
    private Question() {}

    static Record from(String target, Options options) {
        int type = type(options.text("type", "A").strip().toUpperCase(Locale.ROOT));
        return Record.newRecord(
                name(target.strip(), type),
                type,
                dnsClass(options.text("class", "IN").strip().toUpperCase(Locale.ROOT)));
    }

    private static int type(String written) {
        int type = Type.value(written, true);
        if (type <= 0 || type == Type.OPT || type == Type.AXFR || type == Type.IXFR || type == Type.TSIG) {
            throw new InvalidOption(
                    "type", written, "a record type such as A, AAAA, CNAME, MX, NS, PTR, SOA, SRV, TXT");
        }
        return type;
    }

    private static int dnsClass(String written) {
        int found = DClass.value(written);
        if (found <= 0) {
            throw new InvalidOption("class", written, "IN, CH, HS or ANY");
        }
        return found;
    }

    /** Always taken as a whole: there is no search list. For PTR, an address is taken as its name in the reverse tree. */
    private static Name name(String target, int type) {
        Optional<InetAddress> address = type == Type.PTR ? Resolver.literal(target) : Optional.empty();
        if (address.isPresent()) {
            return ReverseMap.fromAddress(address.get());
        }
        try {
            boolean ascii = target.chars().allMatch(character -> character < 128);
            if (target.isEmpty() || target.chars().anyMatch(Character::isWhitespace)) {
                throw new InvalidOption("target", target, "a name");
            }
            return Name.fromString(ascii ? target : IDN.toASCII(target), Name.root);
        } catch (TextParseException | IllegalArgumentException unusable) {
            throw new InvalidOption("target", target, "a name, of labels of 63 octets and 255 in all at most");
        }
    }
}
