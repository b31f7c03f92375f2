package io.dialer.agent.probe.net;

import io.netty.handler.ssl.SslProvider;
import io.vertx.core.Vertx;
import org.jspecify.annotations.NullMarked;

/** Ways out that only tests take. */
@NullMarked
public final class Networks {
    private Networks() {}

    /** With the JDK's TLS engine, as where BoringSSL cannot be loaded. */
    public static ProbeNetwork withTheJdksTls(Vertx vertx) {
        return ProbeNetwork.of(vertx, Resolver.ofSystem(), SslProvider.JDK);
    }
}
