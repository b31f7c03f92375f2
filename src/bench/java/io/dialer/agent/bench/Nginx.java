package io.dialer.agent.bench;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The target: one worker, a small page, no kept connections; TLS 1.3 with a P-256 certificate and without tickets. */
final class Nginx implements AutoCloseable {
    static final String PROGRAM = "nginx";

    private final MeasuredProcess process;
    final int httpPort;
    final int httpsPort;
    final Path authority;

    private Nginx(MeasuredProcess process, int httpPort, int httpsPort, Path authority) {
        this.process = process;
        this.httpPort = httpPort;
        this.httpsPort = httpsPort;
        this.authority = authority;
    }

    static Nginx start(Path parent) throws Exception {
        Path folder = Files.createDirectories(parent.resolve(PROGRAM));
        X509Bundle authority =
                builder("CN=bench authority").setIsCertificateAuthority(true).buildSelfSigned();
        X509Bundle server = builder("CN=localhost")
                .addSanDnsName("localhost")
                .addSanIpAddress("127.0.0.1")
                .addExtendedKeyUsageServerAuth()
                .buildIssuedBy(authority);
        Path authorityFile = Files.writeString(folder.resolve("ca.pem"), authority.getCertificatePEM());
        Files.writeString(folder.resolve("cert.pem"), server.getCertificatePEM());
        Files.writeString(folder.resolve("key.pem"), server.getPrivateKeyPEM());
        int http = FreePort.find();
        int https = FreePort.find();
        Path configuration = Files.writeString(folder.resolve("nginx.conf"), configuration(http, https));
        MeasuredProcess process = MeasuredProcess.start(
                folder,
                Map.of(),
                List.of(Bench.program(PROGRAM), "-p", folder + "/", "-e", "error.log", "-c", configuration.toString()));
        Nginx nginx = new Nginx(process, http, https, authorityFile);
        Moment.until(
                "nginx listens", 10, () -> process.requireAlive() && FreePort.isTaken(http) && FreePort.isTaken(https));
        return nginx;
    }

    private static CertificateBuilder builder(String subject) {
        return new CertificateBuilder()
                .ecp256()
                .subject(subject)
                .notBefore(Instant.now().minus(Duration.ofDays(1)))
                .notAfter(Instant.now().plus(Duration.ofDays(90)));
    }

    private static String configuration(int http, int https) {
        return """
                daemon off; worker_processes 1; pid nginx.pid;
                events { worker_connections 16384; }
                http {
                  access_log off; keepalive_timeout 0;
                  client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi;
                  uwsgi_temp_path uwsgi; scgi_temp_path scgi;
                  server {
                    listen 127.0.0.1:%d backlog=4096; listen 127.0.0.1:%d ssl backlog=4096;
                    ssl_certificate cert.pem; ssl_certificate_key key.pem;
                    ssl_protocols TLSv1.3; ssl_session_tickets off;
                    location / { return 200 "hello\\n"; }
                  }
                }
                """.formatted(http, https);
    }

    @Override
    public void close() {
        process.close();
    }
}
