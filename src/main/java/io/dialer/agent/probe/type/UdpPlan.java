package io.dialer.agent.probe.type;

import io.dialer.agent.probe.InvalidOption;
import io.dialer.agent.probe.Options;
import io.dialer.agent.probe.UserPattern;
import io.dialer.agent.probe.net.AddressOption;
import io.dialer.agent.probe.net.HostPort;
import io.dialer.agent.probe.net.IpVersion;
import io.vertx.core.buffer.Buffer;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * What a {@code udp} probe does.
 *
 * @param target where to
 * @param ipVersion the families that may be used
 * @param source our own address; null: the system chooses
 * @param payload what is sent, in one datagram
 * @param expect what the answer must match, read as UTF-8; null: nothing
 * @param expectedBytes what must stand somewhere in the answer; empty: nothing
 * @param timeout of one attempt
 */
record UdpPlan(
        HostPort target,
        IpVersion ipVersion,
        @Nullable InetAddress source,
        Buffer payload,
        @Nullable UserPattern expect,
        Buffer expectedBytes,
        Duration timeout) {
    /** What fits a datagram over IPv4. */
    private static final int MOST_PAYLOAD = 65_507;

    private static final String HEX_ALLOWED = "pairs of hexadecimal digits, blanks and colons between them";

    static UdpPlan from(String target, Options options) {
        HostPort hostPort = HostPort.parse(target, 0);
        if (hostPort.port() == 0) {
            throw new InvalidOption("target", target, "host:port or [v6]:port");
        }
        if (options.has("send") && options.has("send_hex")) {
            throw new InvalidOption("send_hex", options.text("send_hex"), "nothing beside send");
        }
        Buffer payload = options.has("send") ? Buffer.buffer(options.text("send", "")) : bytes(options, "send_hex");
        // Java does not send an empty datagram on a connected socket, and hardly anything would answer one.
        if (payload.length() == 0 || payload.length() > MOST_PAYLOAD) {
            throw new InvalidOption(
                    "send", payload.length() + " bytes", "1 to " + MOST_PAYLOAD + " bytes, by send or send_hex");
        }
        InetAddress source = AddressOption.sourceOf(options);
        String expect = options.text("expect", "");
        return new UdpPlan(
                hostPort,
                AddressOption.familyFor(options, source),
                source,
                payload,
                expect.isEmpty() ? null : UserPattern.parse("expect", expect),
                bytes(options, "expect_hex"),
                options.seconds("timeout", 5, 0.001, 3600));
    }

    private static Buffer bytes(Options options, String name) {
        String written = options.text(name, "");
        try {
            return Buffer.buffer(HexFormat.of().parseHex(written.replaceAll("[\\s:]", "")));
        } catch (IllegalArgumentException noHex) {
            throw new InvalidOption(name, written, HEX_ALLOWED);
        }
    }
}
