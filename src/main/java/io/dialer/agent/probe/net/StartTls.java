package io.dialer.agent.probe.net;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeoutException;

/** How a client asks a server of some protocol to change from plain text to TLS. */
public enum StartTls {
    /** RFC 3207. */
    SMTP {
        @Override
        void ask(Conversation server) throws ProbeFailure, TimeoutException, InterruptedException {
            reply(server, "greeting", "220");
            server.sendLine("EHLO " + addressLiteral(server.localAddress().getAddress()));
            reply(server, "EHLO", "250");
            server.sendLine("STARTTLS");
            reply(server, "STARTTLS", "220");
        }
    },
    /** RFC 2595, section 3. */
    IMAP {
        @Override
        void ask(Conversation server) throws ProbeFailure, TimeoutException, InterruptedException {
            line(server, "greeting", "* OK");
            server.sendLine("a1 STARTTLS");
            String answer = server.requireLine("STARTTLS");
            while (answer.startsWith("* ")) {
                answer = server.requireLine("STARTTLS");
            }
            check(server, "STARTTLS", answer, "a1 OK");
        }
    },
    /** RFC 2595, section 4. */
    POP3 {
        @Override
        void ask(Conversation server) throws ProbeFailure, TimeoutException, InterruptedException {
            line(server, "greeting", "+OK");
            server.sendLine("STLS");
            line(server, "STLS", "+OK");
        }
    },
    /** RFC 4217, section 4. */
    FTP {
        @Override
        void ask(Conversation server) throws ProbeFailure, TimeoutException, InterruptedException {
            String greeting = reply(server, "greeting", "220", "120");
            if (greeting.startsWith("120")) {
                reply(server, "greeting", "220");
            }
            server.sendLine("AUTH TLS");
            reply(server, "AUTH TLS", "234");
        }
    },
    /** RFC 4511, section 4.14. */
    LDAP {
        @Override
        void ask(Conversation server) throws ProbeFailure, TimeoutException, InterruptedException {
            server.send(LdapStartTls.request());
            String what = "StartTLS";
            byte[] answer = server.readBytes(what, 2);
            try {
                int length = Der.lengthOfFirst(answer);
                while (length < 0) {
                    answer = joined(answer, server.readBytes(what, 1));
                    length = Der.lengthOfFirst(answer);
                }
                if (answer[0] != LdapStartTls.SEQUENCE || length > Conversation.MOST_LINE_BYTES) {
                    throw new IllegalArgumentException("no LDAP message, or too long");
                }
                answer = joined(answer, server.readBytes(what, length - answer.length));
                String refusal = LdapStartTls.refusalIn(answer);
                if (!refusal.isEmpty()) {
                    throw server.refused(what, refusal);
                }
            } catch (IllegalArgumentException noLdap) {
                throw server.refused(what, text(joined(answer, server.readRest())));
            }
        }
    },
    /** PostgreSQL's frontend/backend protocol 3: SSLRequest. */
    POSTGRES {
        @Override
        void ask(Conversation server) throws ProbeFailure, TimeoutException, InterruptedException {
            server.send(ByteBuffer.allocate(8).putInt(8).putInt(80_877_103).array());
            byte[] answer = server.readBytes("SSLRequest", 1);
            if (answer[0] != 'S') {
                throw server.refused("SSLRequest", text(joined(answer, server.readRest())));
            }
        }
    };

    /** The name as it stands in a task. */
    public String option() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Leads the dialog up to the server's consent. */
    abstract void ask(Conversation server) throws ProbeFailure, TimeoutException, InterruptedException;

    /**
     * Asks, and changes to TLS.
     *
     * @param attempt keeps what the handshake shows
     */
    public void upgrade(Conversation server, Attempt<?> attempt, TlsSettings tls, String host)
            throws ProbeFailure, TimeoutException, InterruptedException {
        ask(server);
        server.startTls(attempt, tls, host);
    }

    /** A reply of one or more lines with a code, as SMTP and FTP have it (RFC 959, section 4.2): its last line. */
    private static String reply(Conversation server, String what, String... codes)
            throws ProbeFailure, TimeoutException, InterruptedException {
        String first = server.requireLine(what);
        if (first.length() < 3 || !List.of(codes).contains(first.substring(0, 3))) {
            throw server.refused(what, first);
        }
        String last = first;
        while (first.startsWith("-", 3) && !last.startsWith(first.substring(0, 3) + " ")) {
            last = server.requireLine(what);
        }
        return last;
    }

    private static void line(Conversation server, String what, String wanted)
            throws ProbeFailure, TimeoutException, InterruptedException {
        check(server, what, server.requireLine(what), wanted);
    }

    private static void check(Conversation server, String what, String answer, String wanted) throws ProbeFailure {
        if (!answer.toUpperCase(Locale.ROOT).startsWith(wanted.toUpperCase(Locale.ROOT))) {
            throw server.refused(what, answer);
        }
    }

    /** RFC 5321, section 4.1.3: what a client without a name says. */
    private static String addressLiteral(InetAddress own) {
        return own instanceof Inet6Address ? "[IPv6:" + own.getHostAddress() + "]" : "[" + own.getHostAddress() + "]";
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private static String text(byte[] octets) {
        return new String(octets, StandardCharsets.UTF_8);
    }
}
