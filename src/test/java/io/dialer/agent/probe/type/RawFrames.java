package io.dialer.agent.probe.type;

import io.dialer.agent.probe.net.RawServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntFunction;
import org.jspecify.annotations.NullMarked;

/** Servers that speak HTTP/2 without TLS as no library would: frame by frame (RFC 9113, section 4.1). */
@NullMarked
final class RawFrames implements AutoCloseable {
    /** Octets before the first frame. */
    private static final int PREFACE = 24;

    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int RST_STREAM = 3;
    private static final int SETTINGS = 4;
    private static final int GO_AWAY = 7;
    private static final int CONTINUATION = 9;
    private static final int END_STREAM = 1;
    private static final int END_HEADERS = 4;
    private static final int PADDED = 8;

    private final Map<String, RawServer> servers = new HashMap<>();

    RawFrames() throws IOException {
        byte[] settings = frame(SETTINGS, 0, 0, new byte[0]);
        start("h2-ends", stream -> settings);
        byte[] garbage = "SSH-2.0-OpenSSH_9.9 and some more".getBytes(StandardCharsets.US_ASCII);
        start("h2-garbage", stream -> joined(settings, garbage));
        // Index 4 is ":path", which has no place in an answer; 8 is ":status: 200" (RFC 7541, appendix A).
        byte[] path = {(byte) 0x84};
        byte[] status = {(byte) 0x88};
        start("h2-no-status", stream -> joined(settings, frame(HEADERS, END_HEADERS | END_STREAM, stream, path)));
        start("h2-flood", stream -> {
            byte[] more = frame(CONTINUATION, 0, stream, literals(16_000));
            byte[] last = frame(CONTINUATION, END_HEADERS, stream, literals(16_000));
            return joined(settings, frame(HEADERS, 0, stream, status), more, more, more, more, more, last);
        });
        byte[] refused = {0, 0, 0, 7};
        start("h2-refuses", stream -> joined(settings, frame(RST_STREAM, 0, stream, refused)));
        byte[] goAway = {0, 0, 0, 0, 0, 0, 0, 13};
        start("h2-wants-http1", stream -> joined(settings, frame(GO_AWAY, 0, 0, goAway)));
        start("h2-body-first", stream -> joined(settings, frame(DATA, END_STREAM, stream, garbage)));
        start(
                "h2-padded",
                stream -> joined(
                        settings,
                        frame(HEADERS, END_HEADERS, stream, status),
                        frame(DATA, END_STREAM | PADDED, stream, new byte[] {2, 'o', 'k', 0, 0})));
    }

    private void start(String name, IntFunction<byte[]> answer) throws IOException {
        servers.put(name, RawServer.start(connection -> {
            InputStream in = connection.getInputStream();
            in.readNBytes(PREFACE);
            connection.getOutputStream().write(answer.apply(streamOfRequest(in)));
            connection.shutdownOutput();
            RawServer.hang(connection);
        }));
    }

    private static int streamOfRequest(InputStream in) throws IOException {
        while (true) {
            ByteBuffer head = ByteBuffer.wrap(in.readNBytes(9));
            int length = head.getInt() >> 8;
            in.readNBytes(length);
            if (head.get(3) == HEADERS) {
                return head.getInt(5);
            }
        }
    }

    Map<String, String> places() {
        Map<String, String> places = new HashMap<>();
        servers.forEach((name, server) -> places.put(name, "http://" + server.authority()));
        return places;
    }

    /** Literal fields without indexing (RFC 7541, section 6.2.2), some octets in all. */
    private static byte[] literals(int octets) {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        String value = "y".repeat(100);
        while (block.size() < octets) {
            block.write(0);
            block.write(1);
            block.write('x');
            block.write(value.length());
            block.writeBytes(value.getBytes(StandardCharsets.US_ASCII));
        }
        return block.toByteArray();
    }

    private static byte[] frame(int type, int flags, int stream, byte[] payload) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write(payload.length >> 16);
        frame.write(payload.length >> 8);
        frame.write(payload.length);
        frame.write(type);
        frame.write(flags);
        frame.writeBytes(new byte[] {0, 0, 0, (byte) stream});
        frame.writeBytes(payload);
        return frame.toByteArray();
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    @Override
    public void close() throws IOException {
        for (RawServer server : servers.values()) {
            server.close();
        }
    }
}
