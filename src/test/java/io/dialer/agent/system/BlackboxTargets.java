package io.dialer.agent.system;

import io.dialer.agent.probe.net.Certificates;
import io.dialer.agent.probe.net.DnsTestServer;
import io.dialer.agent.probe.type.grpc.HealthServer;
import io.netty.pkitesting.X509Bundle;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.zip.GZIPOutputStream;

/** Servers of every kind that two probers of the same targets may see differently. */
final class BlackboxTargets implements AutoCloseable {
    private static final String LOOPBACK = "127.0.0.1";

    private final Vertx vertx = Vertx.vertx();
    private final Path certificate;
    private final Path key;
    final int http;
    final int https;
    final int https12;
    final int banner;
    final int closing;
    final int mute;
    final int irc;
    final int tls;
    final int closed;
    final int names;
    final HealthServer health = HealthServer.start();
    final HealthServer healthTls = HealthServer.startTls();
    private final DnsTestServer nameServer = DnsTestServer.start();

    BlackboxTargets(Path folder) throws Exception {
        X509Bundle bundle = Certificates.valid();
        certificate = Files.writeString(folder.resolve("server.pem"), bundle.getCertificatePathPEM());
        key = Files.writeString(folder.resolve("server.key"), bundle.getPrivateKeyPEM());
        http = listen(new HttpServerOptions().setPort(0));
        https = listen(secure(new HttpServerOptions().setPort(0).setUseAlpn(true)));
        https12 = listen(secure(new HttpServerOptions().setPort(0).removeEnabledSecureTransportProtocol("TLSv1.3")));
        banner = stream(new NetServerOptions(), socket -> socket.write("220 ready\r\nSSH-2.0-OpenSSH_9.2\r\n"));
        closing = stream(new NetServerOptions(), socket -> socket.end(Buffer.buffer("go away\r\n")));
        mute = stream(new NetServerOptions(), socket -> {});
        irc = stream(new NetServerOptions(), BlackboxTargets::irc);
        tls = stream(
                new NetServerOptions().setSsl(true).setKeyCertOptions(keys()), socket -> socket.write("+OK hello\r\n"));
        closed = Ports.free();
        names = nameServer.address().getPort();
    }

    String authority() throws Exception {
        return Certificates.file(Certificates.AUTHORITY);
    }

    private PemKeyCertOptions keys() {
        return new PemKeyCertOptions().setCertPath(certificate.toString()).setKeyPath(key.toString());
    }

    private HttpServerOptions secure(HttpServerOptions options) {
        return options.setSsl(true).setKeyCertOptions(keys());
    }

    private int listen(HttpServerOptions options) {
        HttpServer server = vertx.createHttpServer(options).requestHandler(this::answer);
        return server.listen(0, LOOPBACK).await().actualPort();
    }

    private int stream(NetServerOptions options, Consumer<NetSocket> greet) {
        NetServer server = vertx.createNetServer(options).connectHandler(socket -> {
            socket.exceptionHandler(broken -> socket.close());
            greet.accept(socket);
        });
        return server.listen(0, LOOPBACK).await().actualPort();
    }

    private static void irc(NetSocket socket) {
        StringBuilder heard = new StringBuilder();
        socket.write("PING :a1b2\r\n");
        socket.handler(part -> {
            heard.append(part.toString());
            if (heard.indexOf("PONG a1b2") >= 0) {
                socket.write(":irc.example 001 prober :Welcome\r\n");
            }
        });
    }

    private void answer(HttpServerRequest request) {
        HttpServerResponse response = request.response();
        response.exceptionHandler(broken -> response.reset());
        switch (request.path()) {
            case "/ok" ->
                response.putHeader("Last-Modified", "Fri, 27 Nov 2026 12:00:00 GMT")
                        .putHeader("X-Kind", "plain")
                        .end("all good\n");
            case "/status" ->
                response.setStatusCode(Integer.parseInt(request.getParam("code", "200")))
                        .end();
            case "/redirect" -> redirect(response, "/ok");
            case "/redirect-twice" -> redirect(response, "/redirect");
            case "/loop" -> redirect(response, "/loop");
            case "/to-tls" -> redirect(response, "https://localhost:" + https + "/ok");
            case "/slow" -> vertx.setTimer(4_000, timer -> response.end("late"));
            case "/chunked" -> response.setChunked(true).end("in pieces");
            case "/gzip" -> response.putHeader("Content-Encoding", "gzip").end(gzip("all good\n"));
            case "/auth" ->
                response.setStatusCode("Basic dTpw".equals(request.getHeader("Authorization")) ? 200 : 401)
                        .end();
            case "/bearer" ->
                response.setStatusCode("Bearer t0ken".equals(request.getHeader("Authorization")) ? 200 : 401)
                        .end();
            case "/host" -> response.end("host " + request.getHeader("Host"));
            case "/post" ->
                request.body()
                        .onSuccess(
                                body -> response.setStatusCode(body.toString().equals("ping") ? 200 : 400)
                                        .end());
            case "/big" -> response.end(Buffer.buffer("x".repeat(200_000)));
            case "/cut" ->
                response.putHeader("Content-Length", "1000")
                        .write("half")
                        .onComplete(written -> request.connection().close());
            case "/several" -> severalValues(response);
            default -> response.setStatusCode(404).end("nothing");
        }
    }

    private static void severalValues(HttpServerResponse response) {
        response.headers().add("X-Several", "one").add("X-Several", "two");
        response.end();
    }

    private static void redirect(HttpServerResponse response, String location) {
        response.setStatusCode(302).putHeader("Location", location).end();
    }

    private static Buffer gzip(String text) {
        try (ByteArrayOutputStream bytes = new ByteArrayOutputStream()) {
            try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
                gzip.write(text.getBytes(StandardCharsets.UTF_8));
            }
            return Buffer.buffer(bytes.toByteArray());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    @Override
    public void close() {
        nameServer.close();
        health.close();
        healthTls.close();
        vertx.close().await();
    }
}
