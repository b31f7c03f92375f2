package io.dialer.agent.probe.type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.dialer.agent.probe.InvalidOption;
import io.dialer.agent.probe.Options;
import io.dialer.agent.probe.net.IpVersion;
import io.vertx.core.json.JsonObject;
import java.net.InetAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PingOptionsTest {
    @Test
    void hasTheDocumentedDefaults() {
        assertThat(read("{}"))
                .isEqualTo(new PingOptions(
                        4,
                        Duration.ofMillis(200),
                        Duration.ofMillis(1_000),
                        56,
                        64,
                        false,
                        100,
                        Duration.ofSeconds(10),
                        IpVersion.ANY,
                        null));
    }

    @Test
    void readsEveryOption() {
        assertThat(read("""
                {"count": 10, "interval_ms": 50, "wait_ms": "300", "size": 1400, "ttl": 8, "dont_fragment": true,
                 "max_loss": 20, "timeout": 2.5, "ip_version": "6", "source_ip": "::1"}"""))
                .isEqualTo(new PingOptions(
                        10,
                        Duration.ofMillis(50),
                        Duration.ofMillis(300),
                        1_400,
                        8,
                        true,
                        20,
                        Duration.ofMillis(2_500),
                        IpVersion.V6,
                        InetAddress.ofLiteral("::1")));
    }

    @Test
    void looksUpTheFamilyOfTheSourceAddressOnly() {
        assertThat(read("{\"source_ip\": \"127.0.0.1\"}").ipVersion()).isEqualTo(IpVersion.V4);
        assertThat(read("{\"source_ip\": \"::1\"}").ipVersion()).isEqualTo(IpVersion.V6);
    }

    @Test
    void givesManyRequestsTheTimeTheyNeed() {
        assertThat(read("{\"count\": 100}").timeout()).isEqualTo(Duration.ofSeconds(26));
        assertThat(read("{\"count\": 100, \"timeout\": 10}").timeout()).isEqualTo(Duration.ofSeconds(10));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'count': 0}          | count: 0 is not allowed; allowed: a whole number from 1 to 1000",
                "{'count': 1001}       | count: 1001 is not allowed; allowed: a whole number from 1 to 1000",
                "{'interval_ms': 0}    | interval_ms: 0 is not allowed; allowed: a number from 1 to 60000",
                "{'wait_ms': -1}       | wait_ms: -1 is not allowed; allowed: a number from 1 to 60000",
                "{'size': 65468}       | size: 65468 is not allowed; allowed: a whole number from 0 to 65467",
                "{'ttl': 256}          | ttl: 256 is not allowed; allowed: a whole number from 1 to 255",
                "{'dont_fragment': 1}  | dont_fragment: 1 is not allowed; allowed: true or false",
                "{'max_loss': 101}     | max_loss: 101 is not allowed; allowed: a number from 0 to 100",
                "{'timeout': 0}        | timeout: 0 is not allowed; allowed: a number from 0.001 to 86400",
                "{'source_ip': 'here'} | source_ip: \"here\" is not allowed; allowed: an IPv4 or IPv6 address",
                "{'source_ip': '127.0.0.1', 'ip_version': 6} "
                        + "| source_ip: \"127.0.0.1\" is not allowed; allowed: an address of ip_version 6",
            },
            quoteCharacter = '`')
    void namesWhatIsWrongAndWhatIsAllowed(String options, String message) {
        assertThatExceptionOfType(InvalidOption.class)
                .isThrownBy(() -> read(options.replace('\'', '"')))
                .withMessage(message);
    }

    private static PingOptions read(String json) {
        return PingOptions.from(new Options(new JsonObject(json), new JsonObject()));
    }
}
