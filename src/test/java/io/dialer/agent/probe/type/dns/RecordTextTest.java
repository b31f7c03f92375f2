package io.dialer.agent.probe.type.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.Address;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SPFRecord;
import org.xbill.DNS.TXTRecord;

class RecordTextTest {
    private static final Name NAME = Name.fromConstantString("h.example.");

    @Test
    void writesAddressesInTheirShortForm() throws Exception {
        assertThat(RecordText.value(new AAAARecord(NAME, DClass.IN, 5, Address.getByAddress("2001:db8::1"))))
                .isEqualTo("2001:db8::1");
        assertThat(line(new ARecord(NAME, DClass.IN, 5, Address.getByAddress("192.0.2.1"))))
                .isEqualTo("h.example. 5 IN A 192.0.2.1");
    }

    @Test
    void quotesWordsAndEscapesWhatIsNotPlain() throws Exception {
        assertThat(line(new TXTRecord(NAME, DClass.IN, 5, List.of("a b", "say \\\"hi\\\""))))
                .isEqualTo("h.example. 5 IN TXT \"a b\" \"say \\\"hi\\\"\"");
        byte[] octets = "x\\y\n\u007f\u00fc".getBytes(StandardCharsets.ISO_8859_1);
        byte[] wire = new byte[octets.length + 1];
        wire[0] = (byte) octets.length;
        System.arraycopy(octets, 0, wire, 1, octets.length);
        assertThat(RecordText.value(Record.newRecord(NAME, 16, DClass.IN, 5, wire)))
                .isEqualTo("\"x\\\\y\\010\\127\\252\"");
        assertThat(RecordText.value(new SPFRecord(NAME, DClass.IN, 5, "v=spf1 -all")))
                .isEqualTo("\"v=spf1 -all\"");
    }

    private static String line(Record entry) {
        return RecordText.line(entry).replace('\t', ' ');
    }
}
