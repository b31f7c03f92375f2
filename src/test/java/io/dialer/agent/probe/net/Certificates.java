package io.dialer.agent.probe.net;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.File;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.NullMarked;

/** Certificates of an authority that exists for one run of the tests. */
@NullMarked
public final class Certificates {
    public static final X509Bundle AUTHORITY = authority("CN=Test authority");

    private Certificates() {}

    public static X509Bundle authority(String name) {
        return authority(name, -400, 400);
    }

    /** Valid for as long as said. */
    public static X509Bundle authority(String name, int daysFrom, int daysTo) {
        try {
            return new CertificateBuilder()
                    .ecp256()
                    .subject(name)
                    .setIsCertificateAuthority(true)
                    .notBefore(Instant.now().plus(Duration.ofDays(daysFrom)))
                    .notAfter(Instant.now().plus(Duration.ofDays(daysTo)))
                    .buildSelfSigned();
        } catch (Exception broken) {
            throw new IllegalStateException(broken);
        }
    }

    /** For localhost and both loopback addresses, valid for as long as said. */
    public static CertificateBuilder server(int daysFrom, int daysTo) {
        return new CertificateBuilder()
                .ecp256()
                .subject("CN=server")
                .addSanDnsName("localhost")
                .addSanIpAddress("127.0.0.1")
                .addSanIpAddress("::1")
                .addExtendedKeyUsageServerAuth()
                .notBefore(Instant.now().plus(Duration.ofDays(daysFrom)))
                .notAfter(Instant.now().plus(Duration.ofDays(daysTo)));
    }

    /** For one name only. */
    public static X509Bundle named(String host) throws Exception {
        return new CertificateBuilder()
                .ecp256()
                .subject("CN=server")
                .addSanDnsName(host)
                .addExtendedKeyUsageServerAuth()
                .notBefore(Instant.now().minus(Duration.ofDays(1)))
                .notAfter(Instant.now().plus(Duration.ofDays(90)))
                .buildIssuedBy(AUTHORITY);
    }

    public static X509Bundle valid() throws Exception {
        return server(-1, 90).buildIssuedBy(AUTHORITY);
    }

    public static SSLContext serving(X509Bundle server) throws Exception {
        return serving(server, new TrustManager[] {AUTHORITY.toTrustManager()});
    }

    private static SSLContext serving(X509Bundle server, TrustManager[] clients) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        KeyManager[] keys = server.toKeyManagerFactory().getKeyManagers();
        context.init(keys, clients, null);
        return context;
    }

    public static String file(X509Bundle authority) throws Exception {
        File file = authority.toTempRootCertPem();
        file.deleteOnExit();
        return file.getPath();
    }

    /** An authority below another one; what it issues says where its certificate is to be had. */
    public static X509Bundle intermediate(X509Bundle above) throws Exception {
        return new CertificateBuilder()
                .ecp256()
                .subject("CN=Test intermediate")
                .setIsCertificateAuthority(true)
                .notBefore(Instant.now().minus(Duration.ofDays(1)))
                .notAfter(Instant.now().plus(Duration.ofDays(90)))
                .buildIssuedBy(above);
    }

    /** A server that sends exactly this chain. */
    public static SSLContext serving(PrivateKey key, X509Certificate... chain) throws Exception {
        char[] password = "secret".toCharArray();
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("server", key, password, chain);
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, password);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), new TrustManager[] {AUTHORITY.toTrustManager()}, null);
        return context;
    }
}
