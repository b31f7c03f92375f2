package io.dialer.agent.probe.net.dns;

import io.dialer.agent.probe.Phase;
import io.dialer.agent.probe.net.ProbeFailure;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;

/** Messages as they go over the wire (RFC 1035, section 4). Pure. */
final class DnsWire {
    private static final int HEADER_BYTES = 12;
    private static final int RESPONSE_BIT = 0x80;

    private DnsWire() {}

    /**
     * A question with a random number.
     *
     * @param recursion whether the server shall ask others
     */
    static Message query(Record question, boolean recursion) {
        Message query = Message.newQuery(question);
        if (!recursion) {
            query.getHeader().unsetFlag(Flags.RD);
        }
        return query;
    }

    /**
     * Reads an answer.
     *
     * @return null where the octets are no answer to the query, but something that anybody may have sent
     * @throws ProbeFailure in phase {@code check} where they are its answer, and cannot be read
     */
    static @Nullable Message answer(Message query, byte[] octets) throws ProbeFailure {
        boolean ours = octets.length >= HEADER_BYTES
                && ((octets[0] & 0xff) << 8 | (octets[1] & 0xff))
                        == query.getHeader().getID()
                && (octets[2] & RESPONSE_BIT) != 0;
        if (!ours) {
            return null;
        }
        Message answer;
        try {
            answer = new Message(octets);
        } catch (IOException broken) {
            throw ProbeFailure.said(Phase.CHECK, "dns.malformed", String.valueOf(broken.getMessage()));
        }
        return answersThe(query, answer) ? answer : null;
    }

    /** A server that cannot read a question repeats none. */
    private static boolean answersThe(Message query, Message answer) {
        Record repeated = answer.getQuestion();
        if (repeated == null) {
            return answer.getRcode() != Rcode.NOERROR;
        }
        Record asked = query.getQuestion();
        return repeated.getName().equals(asked.getName())
                && repeated.getType() == asked.getType()
                && repeated.getDClass() == asked.getDClass();
    }
}
