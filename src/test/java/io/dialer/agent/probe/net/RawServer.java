package io.dialer.agent.probe.net;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.NullMarked;

/** A server on a port of its own that does to each connection exactly what a test says. */
@NullMarked
public final class RawServer implements AutoCloseable {
    /** What happens to a connection; it is closed afterwards. */
    @FunctionalInterface
    public interface Behaviour {
        void serve(Socket connection) throws Exception;
    }

    private final ServerSocket listening;
    private final List<Socket> connections = new CopyOnWriteArrayList<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();

    private RawServer(ServerSocket listening) {
        this.listening = listening;
    }

    public static RawServer start(Behaviour behaviour) throws IOException {
        return start(new ServerSocket(0, 500, InetAddress.ofLiteral("127.0.0.1")), behaviour);
    }

    public static RawServer startOn(String address, Behaviour behaviour) throws IOException {
        return start(new ServerSocket(0, 500, InetAddress.ofLiteral(address)), behaviour);
    }

    public static RawServer startTls(SSLContext tls, Behaviour behaviour) throws IOException {
        return start(
                tls.getServerSocketFactory().createServerSocket(0, 500, InetAddress.ofLiteral("127.0.0.1")), behaviour);
    }

    public static RawServer start(ServerSocket listening, Behaviour behaviour) {
        RawServer server = new RawServer(listening);
        Thread.ofVirtual().start(() -> server.accept(behaviour));
        return server;
    }

    /** Reads a request and sends an answer, each connection the same. */
    public static RawServer answering(String answer) throws IOException {
        return answering(answer.getBytes(StandardCharsets.ISO_8859_1));
    }

    public static RawServer answering(byte[] answer) throws IOException {
        RawServer[] self = new RawServer[1];
        ServerSocket listening = new ServerSocket(0, 500, InetAddress.ofLiteral("127.0.0.1"));
        self[0] = new RawServer(listening);
        RawServer server = self[0];
        Thread.ofVirtual()
                .start(() -> server.accept(connection -> {
                    server.record(connection);
                    connection.getOutputStream().write(answer);
                }));
        return server;
    }

    private void accept(Behaviour behaviour) {
        while (!listening.isClosed()) {
            try {
                Socket connection = listening.accept();
                connections.add(connection);
                Thread.ofVirtual().start(() -> serve(connection, behaviour));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private static void serve(Socket connection, Behaviour behaviour) {
        try (connection) {
            behaviour.serve(connection);
        } catch (Exception expected) {
            // The client may go at any moment; what it saw is what the test asserts.
        }
    }

    /** Reads one request, head and announced body, and keeps it. */
    public String record(Socket connection) throws IOException {
        String request = readRequest(connection);
        requests.add(request);
        return request;
    }

    public static String readRequest(Socket connection) throws IOException {
        InputStream in = connection.getInputStream();
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        String text = "";
        while (!text.endsWith("\r\n\r\n")) {
            int octet = in.read();
            if (octet < 0) {
                throw new EOFException();
            }
            read.write(octet);
            text = read.toString(StandardCharsets.UTF_8);
        }
        int length = text.lines()
                .map(line -> line.toLowerCase(Locale.ROOT))
                .filter(line -> line.startsWith("content-length:"))
                .map(line -> Integer.parseInt(line.substring(15).strip()))
                .findFirst()
                .orElse(0);
        return text + new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }

    public static void send(Socket connection, String text) throws IOException {
        connection.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Closes with a reset in place of an orderly end. */
    public static void reset(Socket connection) throws IOException {
        connection.setSoLinger(true, 0);
        connection.close();
    }

    /** Waits until the client has gone. */
    public static void hang(Socket connection) throws IOException {
        InputStream in = connection.getInputStream();
        while (in.read() >= 0) {
            // What it still says does not matter.
        }
    }

    public int port() {
        return listening.getLocalPort();
    }

    /** Literal address and port. */
    public String authority() {
        return "127.0.0.1:" + port();
    }

    public List<String> requests() {
        return requests;
    }

    public int accepted() {
        return connections.size();
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (Socket connection : connections) {
            connection.close();
        }
    }
}
