package io.dialer.agent.probe.type;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import org.jspecify.annotations.NullMarked;

/** What a server answers to the key of a WebSocket's request (RFC 6455, section 4.2.2). */
@NullMarked
final class WebSocketAccept {
    private static final String KEY_SUFFIX = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private WebSocketAccept() {}

    static String of(String request) {
        String key = request.replaceAll("(?si).*sec-websocket-key: ([^\\r]+).*", "$1");
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-1").digest((key + KEY_SUFFIX).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException(missing);
        }
    }
}
