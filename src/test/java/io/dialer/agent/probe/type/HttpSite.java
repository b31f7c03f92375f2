package io.dialer.agent.probe.type;

import io.dialer.agent.probe.net.Certificates;
import io.dialer.agent.probe.net.ProxyServer;
import io.dialer.agent.probe.net.RawServer;
import io.netty.pkitesting.X509Bundle;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.NullMarked;

/**
 * The servers that {@link HttpCasesTest}'s table names in braces: {@code {http}} and {@code {tls}} answer byte by byte,
 * {@code {h2}} and {@code {h2c}} speak HTTP/2, {@code {proxy}} and its kin are proxies.
 */
@NullMarked
final class HttpSite implements AutoCloseable {
    private static final long GIBIBYTE = 1L << 30;

    private final Vertx vertx = Vertx.vertx();
    private final Map<String, byte[]> answers = new HashMap<>();
    private final Map<String, String> places = new HashMap<>();
    private final RawServer http;
    private final RawServer tls;
    private final RawServer alpn;
    private final RawServer notHttp2;
    private final RawServer badGateway;
    private final RawServer garbageProxy;
    private final RawServer closingProxy;
    private final RawFrames frames = new RawFrames();
    private final ProxyServer proxy = new ProxyServer("");
    private final ProxyServer closedProxy = new ProxyServer("proxy-authorization: Basic dTpwQHNz");

    HttpSite() throws Exception {
        http = RawServer.start(this::answer);
        tls = RawServer.startTls(Certificates.serving(Certificates.valid()), this::answer);
        alpn = RawServer.startTls(Certificates.serving(Certificates.valid()), connection -> {
            SSLSocket socket = (SSLSocket) connection;
            var parameters = socket.getSSLParameters();
            parameters.setApplicationProtocols(new String[] {"http/1.1"});
            socket.setSSLParameters(parameters);
            answer(connection);
        });
        notHttp2 = RawServer.start(connection -> {
            RawServer.readRequest(connection);
            RawServer.send(connection, "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
            RawServer.hang(connection);
        });
        badGateway = RawServer.answering("HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n");
        garbageProxy = RawServer.answering("220 ftp ready\r\n\r\n");
        closingProxy = RawServer.answering("");
        places.put("http", "http://" + http.authority());
        places.put("tls", "https://localhost:" + tls.port());
        places.put("alpn", "https://localhost:" + alpn.port());
        places.put("not-h2c", "http://" + notHttp2.authority());
        places.put("h2", "https://localhost:" + http2(true));
        places.put("h2c", "http://127.0.0.1:" + http2(false));
        places.put("proxy", "http://" + proxy.authority());
        places.put("closed-proxy", "http://" + closedProxy.authority());
        places.put("member", "http://u:p%40ss@" + closedProxy.authority());
        places.put("bad-gateway", "http://u:secret@" + badGateway.authority());
        places.put("garbage-proxy", "http://" + garbageProxy.authority());
        places.put("closing-proxy", "http://" + closingProxy.authority());
        places.putAll(frames.places());
        places.put("http-port", Integer.toString(http.port()));
        places.put("tls-port", Integer.toString(tls.port()));
        try (ServerSocket gone = new ServerSocket(0)) {
            places.put("nowhere", "http://127.0.0.1:" + gone.getLocalPort());
        }
        writeAnswers();
    }

    /** Puts addresses in place of names in braces. */
    String filled(String text) {
        String filled = text;
        for (Map.Entry<String, String> place : places.entrySet()) {
            filled = filled.replace("{" + place.getKey() + "}", place.getValue());
        }
        return filled;
    }

    private void writeAnswers() throws IOException {
        for (int code : List.of(200, 201, 299, 400, 401, 403, 404, 418, 500, 503, 599)) {
            put("/" + code, "HTTP/1.1 " + code + " Said\r\nContent-Length: 0\r\n\r\n");
        }
        put("/none", "HTTP/1.1 204 None\r\n\r\n");
        put("/hello", ok("Content-Length: 5\r\n", "hello"));
        put("/hints", "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" + ok("Content-Length: 5\r\n", "hello"));
        put("/state", ok("X-State: fine\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\nContent-Length: 0\r\n", ""));
        put("/json", json("{\"a\": {\"n\": 5.0, \"t\": \"text\", \"z\": null}, \"l\": [{\"v\": 1}, {\"v\": 2}]}"));
        put("/not-json", json("{\"a\": 1,}"));
        put("/json-tail", json("{\"a\": 1} x"));
        put("/html", json("<html>"));
        for (String to : List.of("/hello", "hello", "?q", "//{h}/hello", "{tls}/hello", "/loop", "http://[::")) {
            String name = to.replaceAll("[^a-z0-9]", "");
            put("/to-" + name, redirect(filled(to.replace("{h}", http.authority()))));
        }
        put("/a/to-hello", redirect("../hello"));
        put("/loop", redirect("/loop"));
        put("/pong", redirect("/ping"));
        put("/ping", redirect("/pong"));
        put("/to-nowhere", redirect(filled("{nowhere}/")));
        put("/to-ftp", redirect("ftp://127.0.0.1/"));
        put("/down", redirect(filled("{http}/hello")));
        put("/until-close", "HTTP/1.1 200 OK\r\n\r\nhello");
        put("/chunked", ok("Transfer-Encoding: chunked\r\n", "5\r\nhello\r\n0\r\n\r\n"));
        put("/chunk-size", ok("Transfer-Encoding: chunked\r\n", "zz\r\nhello\r\n0\r\n\r\n"));
        put("/chunk-negative", ok("Transfer-Encoding: chunked\r\n", "-5\r\nhello\r\n0\r\n\r\n"));
        put("/chunk-cut", ok("Transfer-Encoding: chunked\r\n", "5\r\nhel"));
        put("/chunk-no-last", ok("Transfer-Encoding: chunked\r\n", "5\r\nhello\r\n"));
        put("/short", ok("Content-Length: 10\r\n", "hello"));
        put("/long", ok("Content-Length: 5\r\n", "hello and more"));
        put("/two-lengths", ok("Content-Length: 5\r\nContent-Length: 6\r\n", "hello!"));
        put("/negative", ok("Content-Length: -5\r\n", "hello"));
        put("/garbage", "SSH-2.0-OpenSSH_9.9\r\n\r\n");
        put("/empty", "");
        put("/half-head", "HTTP/1.1 200 OK\r\nContent-Le");
        put("/flood", ok("X: y\r\n".repeat(100_000), ""));
        put("/long-header", ok("X: " + "y".repeat(100_000) + "\r\n", ""));
        byte[] packed = gzip("hello".repeat(1_000));
        put("/gzip", withBody("gzip", packed));
        put("/gzip-cut", withBody("gzip", Arrays.copyOf(packed, packed.length - 10)));
        put("/gzip-no-trailer", withBody("gzip", Arrays.copyOf(packed, packed.length - 8)));
        byte[] damaged = packed.clone();
        damaged[packed.length - 6] ^= 1;
        put("/gzip-damaged", withBody("gzip", damaged));
        put("/gzip-empty", withBody("gzip", new byte[0]));
        put("/gzip-not", withBody("gzip", "not packed at all".getBytes(StandardCharsets.US_ASCII)));
        put("/br", withBody("br", "hello".getBytes(StandardCharsets.US_ASCII)));
    }

    private void put(String path, String answer) {
        put(path, answer.getBytes(StandardCharsets.ISO_8859_1));
    }

    private void put(String path, byte[] answer) {
        answers.put(path, answer);
    }

    private void answer(Socket connection) throws IOException {
        String path = RawServer.readRequest(connection).split(" ", 3)[1].replaceFirst("\\?.*", "");
        if (path.equals("/gibibyte")) {
            RawServer.send(connection, ok("Content-Length: " + GIBIBYTE + "\r\n", ""));
            byte[] block = new byte[1 << 16];
            for (long sent = 0; sent < GIBIBYTE; sent += block.length) {
                connection.getOutputStream().write(block);
            }
        }
        connection.getOutputStream().write(answers.getOrDefault(path, answers.get("/404")));
    }

    private int http2(boolean overTls) throws Exception {
        HttpServerOptions options = new HttpServerOptions()
                .setInitialSettings(new Http2Settings().setMaxHeaderListSize(1 << 20))
                .setHost("127.0.0.1")
                .setCompressionSupported(true)
                .setSsl(overTls)
                .setUseAlpn(overTls);
        if (overTls) {
            X509Bundle certificate = Certificates.valid();
            options.setKeyCertOptions(new PemKeyCertOptions()
                    .addCertPath(certificate.toTempCertChainPem().getPath())
                    .addKeyPath(certificate.toTempPrivateKeyPem().getPath()));
        }
        HttpServer server = vertx.createHttpServer(options).requestHandler(HttpSite::answerHttp2);
        return server.listen(0).await().actualPort();
    }

    private static void answerHttp2(HttpServerRequest request) {
        switch (request.path()) {
            case "/hello" -> request.response().end("hello");
            case "/echo" -> request.body().onSuccess(body -> request.response().end(request.method() + " " + body));
            case "/version" -> request.response().end(request.version() + " " + request.authority());
            case "/large" -> request.response().end(Buffer.buffer("x".repeat(5 << 20)));
            case "/trailers" -> {
                request.response().setChunked(true).putTrailer("checksum", "1").write("hello");
                request.response().end();
            }
            case "/hints" -> {
                MultiMap links = MultiMap.caseInsensitiveMultiMap().add("link", "x");
                request.response()
                        .writeEarlyHints(links)
                        .onComplete(sent -> request.response().end("hello"));
            }
            case "/to-hello" ->
                request.response()
                        .setStatusCode(302)
                        .putHeader("location", "/hello")
                        .end();
            case "/reset" -> request.response().reset(2);
            case "/cancel" -> {
                request.response()
                        .putHeader("content-length", "10")
                        .write("hello")
                        .onComplete(sent -> request.response().reset(8));
            }
            case "/goaway" -> request.connection().goAway(11, 0, Buffer.buffer("calm"));
            case "/close" -> request.connection().close();
            case "/flood" -> {
                for (int count = 0; count < 3_000; count++) {
                    request.response().putHeader("x-" + count, "y".repeat(40));
                }
                request.response().end();
            }
            case "/short" ->
                request.response()
                        .putHeader("content-length", "10")
                        .write("hello")
                        .onComplete(sent -> request.response().end());
            case "/silent" -> {}
            default -> request.response().setStatusCode(404).end();
        }
    }

    private static String ok(String fields, String body) {
        return "HTTP/1.1 200 OK\r\n" + fields + "\r\n" + body;
    }

    private static String json(String body) {
        return ok("Content-Type: application/json\r\nContent-Length: " + body.length() + "\r\n", body);
    }

    private static String redirect(String location) {
        return "HTTP/1.1 302 Found\r\nLocation: " + location + "\r\nContent-Length: 0\r\n\r\n";
    }

    private static byte[] withBody(String coding, byte[] body) {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        answer.writeBytes(ok("Content-Encoding: " + coding + "\r\nContent-Length: " + body.length + "\r\n", "")
                .getBytes(StandardCharsets.US_ASCII));
        answer.writeBytes(body);
        return answer.toByteArray();
    }

    private static byte[] gzip(String plain) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(plain.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return packed.toByteArray();
    }

    @Override
    public void close() throws IOException {
        for (RawServer server : List.of(http, tls, alpn, notHttp2, badGateway, garbageProxy, closingProxy)) {
            server.close();
        }
        frames.close();
        proxy.close();
        closedProxy.close();
        vertx.close().await();
    }
}
