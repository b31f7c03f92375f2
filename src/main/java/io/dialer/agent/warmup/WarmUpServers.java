package io.dialer.agent.warmup;

import io.netty.handler.ssl.OpenSsl;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.net.OpenSSLEngineOptions;
import java.security.GeneralSecurityException;

/** Servers on loopback that answer everything, in plain text and over TLS, both in HTTP/1.1 and HTTP/2. */
final class WarmUpServers {
    static final String HOST = "127.0.0.1";
    private static final String ANSWER = "{\"ok\": true}";

    private final HttpServer plain;
    private final HttpServer secured;

    WarmUpServers(Vertx vertx) throws GeneralSecurityException {
        plain = answering(vertx.createHttpServer(new HttpServerOptions().setCompressionSupported(true)));
        HttpServerOptions tls =
                new HttpServerOptions().setSsl(true).setUseAlpn(true).setKeyCertOptions(ThrowawayCertificate.create());
        // The library that the probes use is loaded already; the JDK's engine would be so only for this.
        secured = answering(vertx.createHttpServer(tls.setSslEngineOptions(
                OpenSsl.isAvailable() ? new OpenSSLEngineOptions() : new JdkSSLEngineOptions())));
    }

    private static HttpServer answering(HttpServer server) {
        return server.requestHandler(request -> request.response().end(ANSWER));
    }

    Future<Void> listen() {
        return Future.all(plain.listen(0, HOST), secured.listen(0, HOST)).mapEmpty();
    }

    int plainPort() {
        return plain.actualPort();
    }

    int securedPort() {
        return secured.actualPort();
    }

    void close() {
        plain.close();
        secured.close();
    }
}
