package io.dialer.agent.probe.type;

import static org.assertj.core.api.Assertions.assertThat;

import io.dialer.agent.probe.Measurement;
import io.dialer.agent.probe.Outcome;
import io.dialer.agent.probe.net.Certificates;
import io.dialer.agent.probe.net.OcspAnswers;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.ReferenceCountedOpenSslEngine;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.pkitesting.X509Bundle;
import io.vertx.core.json.JsonObject;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** A server that hands an OCSP answer on; only BoringSSL's does so without an authority to ask. */
class OcspStaplingTest {
    @Test
    void whatTheServerStaplesIsReported() throws Exception {
        Assumptions.assumeTrue(OpenSsl.isAvailable(), "BoringSSL is not there");
        X509Bundle certificate = Certificates.valid();
        byte[] answer = OcspAnswers.about(certificate.getCertificate().getSerialNumber(), "8000", true);
        SslContext context = SslContextBuilder.forServer(certificate.toKeyManagerFactory())
                .sslProvider(SslProvider.OPENSSL)
                .enableOcsp(true)
                .build();
        MultiThreadIoEventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        try (ProbeBench bench = ProbeBench.ofSystem()) {
            Channel server = new ServerBootstrap()
                    .group(loops)
                    .channel(NioServerSocketChannel.class)
                    .childHandler(new ChannelInitializer<>() {
                        @Override
                        protected void initChannel(Channel channel) {
                            SslHandler handler = context.newHandler(channel.alloc());
                            ((ReferenceCountedOpenSslEngine) handler.engine()).setOcspResponse(answer);
                            channel.pipeline().addLast(handler);
                        }
                    })
                    .bind("127.0.0.1", 0)
                    .sync()
                    .channel();
            Measurement measured = bench.tls(
                    "localhost:" + ((InetSocketAddress) server.localAddress()).getPort(),
                    new JsonObject()
                            .put("ca_file", Certificates.file(Certificates.AUTHORITY))
                            .encode());

            assertThat(measured.outcome()).as(measured.message()).isEqualTo(Outcome.SUCCESS);
            assertThat(measured.details().getJsonObject("tls").getJsonObject("ocsp"))
                    .isEqualTo(new JsonObject()
                            .put("status", "good")
                            .put("this_update", "2026-01-02T03:04:05Z")
                            .put("next_update", "2026-01-09T03:04:05Z"));
        } finally {
            loops.shutdownGracefully().sync();
        }
    }
}
