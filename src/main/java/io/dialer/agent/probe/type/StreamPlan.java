package io.dialer.agent.probe.type;

import io.dialer.agent.probe.net.Endpoint;
import io.dialer.agent.probe.net.HostPort;
import io.dialer.agent.probe.net.StartTls;
import io.dialer.agent.probe.net.TlsSettings;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a probe of a stream does.
 *
 * @param type the probe type; its sentences begin with it
 * @param endpoint with TLS where it begins at once
 * @param startTls the protocol in which TLS is asked for; null: none
 * @param steps the dialog after that
 * @param laterTls for TLS that begins later; null: none does
 */
record StreamPlan(
        String type,
        Endpoint endpoint,
        @Nullable StartTls startTls,
        List<QueryStep> steps,
        @Nullable TlsSettings laterTls,
        Duration timeout) {
    StreamPlan {
        steps = List.copyOf(steps);
    }

    /** True where nothing is said on the connection. */
    boolean silent() {
        return startTls == null && steps.isEmpty();
    }

    /** The one that is used, at once or later. */
    @Nullable
    TlsSettings tls() {
        return endpoint.tls() == null ? laterTls : endpoint.tls();
    }

    String target() {
        return new HostPort(endpoint.host(), endpoint.port()).toString();
    }
}
