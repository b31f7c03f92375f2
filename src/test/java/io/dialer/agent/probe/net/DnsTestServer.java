package io.dialer.agent.probe.net;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.NullMarked;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * A name server on a port of its own. What it answers is said by the name's first label: {@code nxdomain},
 * {@code servfail}, {@code refused}, {@code nodata}, {@code silent}, {@code v6only}, {@code example} (the zone); every other name has an address.
 */
@NullMarked
public final class DnsTestServer implements AutoCloseable {
    private final DatagramSocket socket;
    private final List<String> queries = new CopyOnWriteArrayList<>();
    private final Map<String, Queue<String>> zone = new ConcurrentHashMap<>();
    private volatile long delayNanos;
    private volatile int rcode = Rcode.NOERROR;
    private volatile boolean mute;
    private volatile long appliedNanos;
    private final AtomicInteger answered = new AtomicInteger();

    private DnsTestServer(DatagramSocket socket) {
        this.socket = socket;
    }

    public static DnsTestServer start() throws IOException {
        DnsTestServer server = new DnsTestServer(new DatagramSocket(0, InetAddress.ofLiteral("127.0.0.1")));
        Thread.ofPlatform().daemon().start(server::serve);
        return server;
    }

    public InetSocketAddress address() {
        return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    /** Type and name of each query, in the order in which they came. */
    public List<String> queries() {
        return queries;
    }

    /**
     * From now on a name has one address after the other, the last of them for ever; one that begins with {@code @} is
     * another name, which it is called by (CNAME). A query for the other family gets none.
     */
    public void name(String name, String... answers) {
        zone.put(name, new ConcurrentLinkedQueue<>(List.of(answers)));
    }

    /** From now on each answer is held back. */
    public void delayMs(double delay) {
        delayNanos = (long) (delay * 1e6);
    }

    /** From now on it answers nothing. */
    public void fallSilent() {
        mute = true;
    }

    /** From now on it helps nobody. */
    public void answerAllWith(int code) {
        rcode = code;
    }

    /** How many answers are out, and noted down in {@link #appliedMs()}. */
    public int answered() {
        return answered.get();
    }

    /** From the last query to its answer. */
    public double appliedMs() {
        return appliedNanos / 1e6;
    }

    private void serve() {
        byte[] buffer = new byte[4_096];
        while (!socket.isClosed()) {
            DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
            try {
                socket.receive(packet);
                long readNanos = System.nanoTime();
                Message query = new Message(Arrays.copyOf(packet.getData(), packet.getLength()));
                Record question = query.getQuestion();
                queries.add(Type.string(question.getType()) + " " + question.getName());
                if (!mute && !label(question).equals("silent")) {
                    byte[] answer = answerTo(query, question).toWire();
                    LockSupport.parkNanos(delayNanos);
                    socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
                    appliedNanos = System.nanoTime() - readNanos;
                    answered.incrementAndGet();
                }
            } catch (IOException closed) {
                return;
            }
        }
    }

    private static String label(Record question) {
        return question.getName().getLabelString(0);
    }

    private Message answerTo(Message query, Record question) throws IOException {
        Message answer = new Message(query.getHeader().getID());
        answer.getHeader().setFlag(Flags.QR);
        answer.addRecord(question, Section.QUESTION);
        if (rcode != Rcode.NOERROR) {
            answer.getHeader().setRcode(rcode);
            return answer;
        }
        Name name = question.getName();
        boolean v4 = question.getType() == Type.A;
        if (zone.containsKey(name.toString(true))) {
            addFromZone(answer, name, v4);
            return answer;
        }
        switch (label(question)) {
            case "nxdomain" -> {
                answer.getHeader().setRcode(Rcode.NXDOMAIN);
                answer.addRecord(soa(), Section.AUTHORITY);
            }
            case "servfail" -> answer.getHeader().setRcode(Rcode.SERVFAIL);
            case "refused" -> answer.getHeader().setRcode(Rcode.REFUSED);
            case "nodata" -> answer.addRecord(soa(), Section.AUTHORITY);
            case "v6only" ->
                answer.addRecord(v4 ? soa() : address(name, "::1"), v4 ? Section.AUTHORITY : Section.ANSWER);
            case "example" -> answer.addRecord(soa(), Section.ANSWER);
            default -> {
                answer.addRecord(address(name, v4 ? "127.0.0.1" : "::1"), Section.ANSWER);
                if (v4) {
                    answer.addRecord(address(name, "127.0.0.2"), Section.ANSWER);
                }
            }
        }
        return answer;
    }

    private void addFromZone(Message answer, Name name, boolean v4) throws IOException {
        Queue<String> addresses = zone.getOrDefault(name.toString(true), new ArrayDeque<>());
        String next = String.valueOf(addresses.peek());
        if (next.startsWith("@")) {
            Name other = Name.fromString(next.substring(1) + ".");
            answer.addRecord(new CNAMERecord(name, DClass.IN, 60, other), Section.ANSWER);
            addFromZone(answer, other, v4);
        } else if (next.contains(":") == v4) {
            answer.addRecord(soa(), Section.AUTHORITY);
        } else {
            answer.addRecord(address(name, next), Section.ANSWER);
            if (addresses.size() > 1) {
                addresses.remove();
            }
        }
    }

    private static Record address(Name name, String literal) {
        InetAddress address = InetAddress.ofLiteral(literal);
        return literal.contains(":")
                ? new AAAARecord(name, DClass.IN, 60, address)
                : new ARecord(name, DClass.IN, 60, address);
    }

    private static Record soa() throws IOException {
        Name zone = Name.fromString("example.");
        return new SOARecord(zone, DClass.IN, 60, zone, zone, 1, 60, 60, 60, 60);
    }

    @Override
    public void close() {
        socket.close();
    }
}
