package io.dialer.agent.probe.api.signin;

import io.dialer.agent.probe.Options;
import io.dialer.agent.probe.net.IpVersion;
import io.dialer.agent.probe.net.ProbeNetwork;
import io.dialer.agent.probe.net.http.BodyUse;
import io.dialer.agent.probe.net.http.HttpCall;
import io.dialer.agent.probe.net.http.HttpRoute;
import io.dialer.agent.probe.net.http.ProtocolChoice;
import io.dialer.agent.probe.net.http.Url;
import io.netty.handler.codec.http.HttpMethod;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Calls that are to be signed. */
final class SignInCall {
    private SignInCall() {}

    static HttpCall to(String url, ProbeNetwork network) {
        return to(url, Map.of(), network);
    }

    static HttpCall to(String url, Map<String, String> headers, ProbeNetwork network) {
        return new HttpCall(
                Url.parse(url),
                HttpMethod.GET,
                List.copyOf(headers.entrySet()),
                "test",
                Buffer.buffer(),
                true,
                0,
                1000,
                BodyUse.TEXT,
                network.tlsSettings(new Options(new JsonObject(), new JsonObject()), true, 0),
                ProtocolChoice.AUTO,
                new HttpRoute(IpVersion.ANY, null, null, target -> Optional.empty()),
                null,
                null);
    }
}
