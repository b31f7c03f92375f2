package io.dialer.agent.probe.type;

import io.dialer.agent.probe.net.Attempt;
import io.dialer.agent.probe.net.Conversation;
import io.dialer.agent.probe.net.ProbeFailure;
import io.dialer.agent.probe.net.TlsSettings;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A server that speaks in lines.
 *
 * @param attempt keeps what a handshake shows
 * @param tls for a step that wants it; null: none does
 * @param host whose certificate it must be
 */
record StreamPartner(
        Conversation server, Attempt<?> attempt, @Nullable TlsSettings tls, String host) implements DialogPartner {
    @Override
    public @Nullable String next(String what) throws ProbeFailure, TimeoutException, InterruptedException {
        return server.readLine(what);
    }

    @Override
    public void say(String text) throws ProbeFailure, TimeoutException, InterruptedException {
        server.send((text + "\n").getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void startTls() throws ProbeFailure, TimeoutException, InterruptedException {
        if (tls != null) {
            server.startTls(attempt, tls, host);
        }
    }
}
