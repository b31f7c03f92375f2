package io.dialer.agent.probe.type.dns;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/** A name server on one port, by UDP and TCP, or by TLS, which answers as a test says; what it answers may be no DNS. */
@NullMarked
final class ScriptedDnsServer implements AutoCloseable {
    /** What is sent for a query, one packet or message after the other. */
    interface Script {
        List<byte[]> answers(Message query, boolean byStream) throws IOException;
    }

    private final @Nullable DatagramSocket datagrams;
    private final ServerSocket streams;
    private final Script script;
    private final List<String> queries = new CopyOnWriteArrayList<>();

    private ScriptedDnsServer(ServerSocket streams, @Nullable DatagramSocket datagrams, Script script) {
        this.streams = streams;
        this.datagrams = datagrams;
        this.script = script;
        Thread.ofPlatform().daemon().start(this::accept);
        if (datagrams != null) {
            Thread.ofPlatform().daemon().start(() -> receive(datagrams));
        }
    }

    static ScriptedDnsServer start(Script script) throws IOException {
        InetAddress here = InetAddress.ofLiteral("127.0.0.1");
        for (int tries = 0; ; tries++) {
            ServerSocket streams = new ServerSocket(0, 50, here);
            try {
                return new ScriptedDnsServer(streams, new DatagramSocket(streams.getLocalPort(), here), script);
            } catch (IOException taken) {
                streams.close();
                if (tries == 20) {
                    throw taken;
                }
            }
        }
    }

    static ScriptedDnsServer startTls(SSLContext tls, Script script) throws IOException {
        return new ScriptedDnsServer(
                tls.getServerSocketFactory().createServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1")),
                null,
                script);
    }

    /** Answers each query with one message that a test fills. */
    static Script filling(Function<Message, Message> fill) {
        return (query, byStream) -> List.of(fill.apply(answerTo(query)).toWire());
    }

    /** Each record as in a zone file: name, TTL, class, type, value. */
    static Script holding(Record... answers) {
        return filling(message -> {
            Arrays.stream(answers).forEach(entry -> message.addRecord(entry, Section.ANSWER));
            return message;
        });
    }

    static Message answerTo(Message query) {
        Message answer = new Message(query.getHeader().getID());
        answer.getHeader().setFlag(Flags.QR);
        if (query.getHeader().getFlag(Flags.RD)) {
            answer.getHeader().setFlag(Flags.RD);
        }
        answer.addRecord(query.getQuestion(), Section.QUESTION);
        return answer;
    }

    String authority() {
        return "127.0.0.1:" + streams.getLocalPort();
    }

    /** {@code udp} or {@code tcp} of each query, in the order in which they came. */
    List<String> queries() {
        return queries;
    }

    private void receive(DatagramSocket socket) {
        byte[] buffer = new byte[65_535];
        while (!socket.isClosed()) {
            DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
            try {
                socket.receive(packet);
                queries.add("udp");
                Message query = new Message(Arrays.copyOf(packet.getData(), packet.getLength()));
                for (byte[] answer : script.answers(query, false)) {
                    socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
                }
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void accept() {
        while (!streams.isClosed()) {
            try {
                Socket connection = streams.accept();
                Thread.ofVirtual().start(() -> serve(connection));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            DataInputStream in = new DataInputStream(connection.getInputStream());
            DataOutputStream out = new DataOutputStream(connection.getOutputStream());
            byte[] query = in.readNBytes(in.readUnsignedShort());
            queries.add("tcp");
            for (byte[] answer : script.answers(new Message(query), true)) {
                out.writeShort(answer.length);
                out.write(answer);
            }
            out.flush();
            // Until the client has read what it wants.
            in.readAllBytes();
        } catch (IOException gone) {
            // The client has what it wanted.
        }
    }

    @Override
    public void close() throws IOException {
        streams.close();
        if (datagrams != null) {
            datagrams.close();
        }
    }
}
