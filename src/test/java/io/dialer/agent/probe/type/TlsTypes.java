package io.dialer.agent.probe.type;

import io.dialer.agent.probe.Measurement;
import io.dialer.agent.probe.net.Certificates;
import io.dialer.agent.probe.net.RawServer;
import io.netty.pkitesting.CertificateBuilder;
import io.vertx.core.json.JsonObject;
import java.net.Socket;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.NullMarked;

/** The types that speak TLS, asked the same of the same server. */
@NullMarked
final class TlsTypes {
    private static final String ANSWER = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private TlsTypes() {}

    static List<Measurement> each(ProbeBench bench, RawServer server, JsonObject options) throws Exception {
        String target = "localhost:" + server.port();
        return List.of(
                bench.tls(target, options.encode()),
                bench.tcp(target, options.copy().put("tls", true).encode()),
                bench.http("https://" + target, options.encode()));
    }

    static String reason(Measurement measured) {
        return measured.details().getJsonObject("tls").getString("reason");
    }

    static JsonObject trusting() throws Exception {
        return new JsonObject().put("ca_file", Certificates.file(Certificates.AUTHORITY));
    }

    static SSLContext serving(CertificateBuilder builder) throws Exception {
        return Certificates.serving(builder.buildIssuedBy(Certificates.AUTHORITY));
    }

    /** To whichever type asked; those that say nothing leave. */
    static void answer(Socket connection) throws Exception {
        RawServer.readRequest(connection);
        RawServer.send(connection, ANSWER);
    }
}
