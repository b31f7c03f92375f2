package io.dialer.agent.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;

/** A port whose queue is full and which nobody serves: the kernel drops what comes, as a firewall that says nothing does. */
final class BlackHole implements AutoCloseable {
    private static final int MOST = 20;
    private static final int PATIENCE_MS = 500;

    private final ServerSocket server;
    private final List<Socket> fillers = new ArrayList<>();

    BlackHole() throws IOException {
        server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        boolean full = false;
        while (!full && fillers.size() < MOST) {
            Socket filler = new Socket();
            fillers.add(filler);
            try {
                filler.connect(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getLocalPort()), PATIENCE_MS);
            } catch (SocketTimeoutException dropped) {
                full = true;
            }
        }
        if (!full) {
            close();
            throw new IllegalStateException("a queue of one takes more than " + MOST + " connections");
        }
    }

    String target() {
        return "127.0.0.1:" + server.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        for (Socket filler : fillers) {
            filler.close();
        }
        server.close();
    }
}
