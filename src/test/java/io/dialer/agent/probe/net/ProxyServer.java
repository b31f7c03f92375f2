package io.dialer.agent.probe.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.NullMarked;

/** An HTTP proxy that leads every name to loopback, so that names work that no resolver knows. */
@NullMarked
public final class ProxyServer implements AutoCloseable {
    private final RawServer server;
    private final List<String> asked = new CopyOnWriteArrayList<>();

    /**
     * Starts it.
     *
     * @param authorization the field that it wants; empty: none
     */
    public ProxyServer(String authorization) throws IOException {
        server = RawServer.start(connection -> serve(connection, authorization));
    }

    private void serve(Socket connection, String authorization) throws Exception {
        String request = RawServer.readRequest(connection);
        asked.add(request);
        if (!request.toLowerCase(Locale.ROOT).contains(authorization.toLowerCase(Locale.ROOT))) {
            RawServer.send(connection, "HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n");
            return;
        }
        String[] line = request.split(" ", 3);
        boolean tunnel = line[0].equals("CONNECT");
        String authority = tunnel ? line[1] : line[1].split("/", 4)[2];
        int port = Integer.parseInt(authority.substring(authority.lastIndexOf(':') + 1));
        try (Socket target = new Socket(InetAddress.ofLiteral("127.0.0.1"), port)) {
            if (tunnel) {
                RawServer.send(connection, "HTTP/1.1 200 Connection established\r\n\r\n");
            } else {
                String path = "/" + line[1].split("/", 4)[3];
                RawServer.send(target, line[0] + " " + path + " " + line[2]);
            }
            Thread back = Thread.ofVirtual().start(() -> copy(target, connection));
            if (tunnel) {
                copy(connection, target);
            }
            back.join();
        }
    }

    private static void copy(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException ended) {
            // One side has gone; the other sees it.
        }
    }

    /** Request heads as they came. */
    public List<String> asked() {
        return asked;
    }

    public String authority() {
        return server.authority();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
