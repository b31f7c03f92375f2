package io.dialer.agent.probe.net.dns;

import io.dialer.agent.fuzz.Fuzz;
import io.dialer.agent.probe.net.ProbeFailure;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

class DnsWireFuzzTest {
    @Test
    void anyAnswerIsReadOrRefused() throws Exception {
        Name name = Name.fromString("example.org.");
        Message query = DnsWire.query(Record.newRecord(name, Type.A, DClass.IN), true);
        Fuzz.bytes(
                List.of(
                        answer(query, name, Type.A, "192.0.2.1"),
                        answer(query, name, Type.MX, "10 mail.example.org."),
                        answer(query, name, Type.TXT, "\"a\" \"b\""),
                        answer(query, name, Type.SOA, "ns. me. 1 2 3 4 5"),
                        answer(query, name, Type.SRV, "1 2 443 www.example.org."),
                        query.toWire()),
                input -> {
                    try {
                        Message read = DnsWire.answer(query, input);
                        if (read != null) {
                            read.getSection(Section.ANSWER).forEach(entry -> entry.rdataToString());
                        }
                    } catch (ProbeFailure refused) {
                        // What a broken answer is to be.
                    }
                });
    }

    private static byte[] answer(Message query, Name name, int type, String content) throws Exception {
        Message answer = new Message(query.getHeader().getID());
        answer.getHeader().setFlag(Flags.QR);
        answer.addRecord(query.getQuestion(), Section.QUESTION);
        for (int copies = 0; copies < 3; copies++) {
            answer.addRecord(Record.fromString(name, type, DClass.IN, 60 + copies, content, Name.root), Section.ANSWER);
        }
        return answer.toWire();
    }
}
