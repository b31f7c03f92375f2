package io.dialer.agent.probe.net;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.NullMarked;

/** Hands on what a client says and so many octets of what a server says; then does something else to the client. */
@NullMarked
public final class CutRelay implements RawServer.Behaviour {
    private final int port;
    private final int octets;
    private final RawServer.Behaviour then;
    private final ByteArrayOutputStream passed = new ByteArrayOutputStream();
    private final List<Integer> passedAtClientsWrites = new ArrayList<>();

    /**
     * @param port of the server, on 127.0.0.1
     * @param then what happens to the client after those octets
     */
    public CutRelay(int port, int octets, RawServer.Behaviour then) {
        this.port = port;
        this.octets = octets;
        this.then = then;
    }

    @Override
    public void serve(Socket client) throws Exception {
        try (Socket server = new Socket(InetAddress.ofLiteral("127.0.0.1"), port)) {
            client.setTcpNoDelay(true);
            Thread.ofVirtual().start(() -> handOn(client, server));
            InputStream in = server.getInputStream();
            int left = octets;
            while (left > 0) {
                byte[] part = new byte[Math.min(left, 4_096)];
                int length = in.read(part);
                if (length < 0) {
                    return;
                }
                synchronized (this) {
                    passed.write(part, 0, length);
                }
                client.getOutputStream().write(part, 0, length);
                left -= length;
            }
            then.serve(client);
        }
    }

    private void handOn(Socket client, Socket server) {
        try {
            byte[] part = new byte[16_384];
            for (int length = client.getInputStream().read(part);
                    length >= 0;
                    length = client.getInputStream().read(part)) {
                synchronized (this) {
                    passedAtClientsWrites.add(passed.size());
                }
                server.getOutputStream().write(part, 0, length);
            }
            server.close();
        } catch (IOException gone) {
            // One of them has left; the other finds out by itself.
        }
    }

    /** What the server has said so far. */
    public synchronized byte[] passed() {
        return passed.toByteArray();
    }

    /** How much the server had said each time the client said something. */
    public synchronized List<Integer> passedAtClientsWrites() {
        return List.copyOf(passedAtClientsWrites);
    }
}
