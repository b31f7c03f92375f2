package io.dialer.agent.probe.net.websocket;

import io.dialer.agent.probe.net.http.Url;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.websocketx.WebSocketClientHandshaker;
import io.netty.handler.codec.http.websocketx.WebSocketClientHandshakerFactory;
import io.netty.handler.codec.http.websocketx.WebSocketVersion;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of a server.
 *
 * @param url where, with the scheme of HTTP
 * @param subprotocols offered ones, separated by commas; null: none
 * @param headers sent beside those of the protocol; {@code Host} and {@code Origin} replace it
 */
public record WebSocketRequest(Url url, @Nullable String subprotocols, List<Map.Entry<String, String>> headers) {
    /** The longest message that is read. */
    public static final int MOST_MESSAGE_BYTES = 1 << 20;

    public WebSocketRequest {
        headers = List.copyOf(headers);
    }

    /** As people write it, with the scheme {@code ws} or {@code wss}. */
    @Override
    public String toString() {
        return (url.tls() ? "wss://" : "ws://") + url.authority() + url.resource();
    }

    /** A new one, because each has a key of its own. */
    WebSocketClientHandshaker handshaker() {
        HttpHeaders own = new DefaultHttpHeaders();
        headers.forEach(header -> own.add(header.getKey(), header.getValue()));
        // The library would take them from java.net.URI, which knows no host with an underscore.
        if (!own.contains(HttpHeaderNames.HOST)) {
            own.set(HttpHeaderNames.HOST, url.authority());
        }
        if (!own.contains(HttpHeaderNames.ORIGIN)) {
            own.set(HttpHeaderNames.ORIGIN, (url.tls() ? "https://" : "http://") + url.authority());
        }
        return WebSocketClientHandshakerFactory.newHandshaker(
                URI.create(toString()), WebSocketVersion.V13, subprotocols, false, own, MOST_MESSAGE_BYTES);
    }
}
