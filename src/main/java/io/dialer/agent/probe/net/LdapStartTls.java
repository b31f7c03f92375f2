package io.dialer.agent.probe.net;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;

/** LDAP's two messages for StartTLS, in BER (RFC 4511, sections 4.1.1, 4.12 and 4.14). */
final class LdapStartTls {
    /** How every message begins. */
    static final byte SEQUENCE = 0x30;

    private static final String NAME = "1.3.6.1.4.1.1466.20037";
    private static final int EXTENDED_RESPONSE = 0x78;

    private LdapStartTls() {}

    /** LDAPMessage ::= SEQUENCE { messageID 1, ExtendedRequest ::= [APPLICATION 23] { [0] requestName } }. */
    static byte[] request() {
        String name = HexFormat.of().formatHex(NAME.getBytes(StandardCharsets.US_ASCII));
        return HexFormat.of().parseHex("301d020101" + "7718" + "8016" + name);
    }

    /**
     * Why an answer is a refusal; empty where it consents.
     *
     * @throws IllegalArgumentException where it is no ExtendedResponse
     */
    static String refusalIn(byte[] answer) {
        List<Der> message = Der.firstIn(answer).children();
        if (message.size() < 2 || message.get(1).tag() != EXTENDED_RESPONSE) {
            throw new IllegalArgumentException("no ExtendedResponse");
        }
        Der response = message.get(1);
        int code = new BigInteger(1, response.child(0).value()).intValue();
        return code == 0
                ? ""
                : "resultCode %d %s"
                        .formatted(code, new String(response.child(2).value(), StandardCharsets.UTF_8))
                        .strip();
    }
}
