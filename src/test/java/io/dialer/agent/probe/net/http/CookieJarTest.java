package io.dialer.agent.probe.net.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.dialer.agent.testing.MovableClock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 6265, section by section. */
class CookieJarTest {
    private final MovableClock clock = new MovableClock();
    private final CookieJar jar = new CookieJar(clock);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // section 5.1.3 and 5.3, step 6
                "http://www.example.com/ | a=1                        | http://www.example.com/   | a=1",
                "http://www.example.com/ | a=1                        | http://WWW.EXAMPLE.com/   | a=1",
                "http://www.example.com/ | a=1                        | http://x.www.example.com/ |",
                "http://www.example.com/ | a=1                        | http://example.com/       |",
                "http://www.example.com/ | a=1; Domain=example.com    | http://example.com/       | a=1",
                "http://www.example.com/ | a=1; Domain=.Example.COM   | http://x.example.com/     | a=1",
                "http://www.example.com/ | a=1; Domain=example.com    | http://badexample.com/    |",
                "http://www.example.com/ | a=1; Domain=other.com      | http://www.example.com/   |",
                "http://www.example.com/ | a=1; Domain=x.example.com  | http://www.example.com/   |",
                "http://www.example.com/ | a=1; Domain=com            | http://www.example.com/   |",
                "http://www.example.com/ | a=1; Domain=.com           | http://other.com/         |",
                "http://localhost/       | a=1; Domain=localhost      | http://localhost/         | a=1",
                "http://localhost/       | a=1; Domain=localhost      | http://x.localhost/       |",
                "http://www.bücher.de/   | a=1; Domain=xn--bcher-kva.de | http://bücher.de/       | a=1",
                "http://www.bücher.de/   | a=1; Domain=bücher.de      | http://bücher.de/         |",
                // addresses
                "http://127.0.0.1/       | a=1                        | http://127.0.0.1/         | a=1",
                "http://127.0.0.1/       | a=1; Domain=127.0.0.1      | http://127.0.0.1/         | a=1",
                "http://127.0.0.1/       | a=1; Domain=0.0.1          | http://127.0.0.1/         |",
                "http://127.0.0.1/       | a=1                        | http://127.0.0.2/         |",
                "http://[::1]/           | a=1                        | http://[::1]/             | a=1",
                // ports do not part cookies (section 8.5)
                "http://127.0.0.1:81/    | a=1                        | http://127.0.0.1:82/      | a=1",
                // section 5.1.4
                "http://h.de/a/b?q=/c/d  | a=1                        | http://h.de/a/x           | a=1",
                "http://h.de/a/b         | a=1                        | http://h.de/a?x           | a=1",
                "http://h.de/a/b         | a=1                        | http://h.de/ab            |",
                "http://h.de/a/b         | a=1                        | http://h.de/              |",
                "http://h.de/a/b         | a=1; Path=/                | http://h.de/x             | a=1",
                "http://h.de/a/b         | a=1; Path=/a/              | http://h.de/a/c           | a=1",
                "http://h.de/a/b         | a=1; Path=/a/              | http://h.de/a             |",
                "http://h.de/a/b         | a=1; Path=x                | http://h.de/a/c           | a=1",
                "http://h.de/            | a=1; Path=/later           | http://h.de/later         | a=1",
                // section 5.4, step 1
                "https://h.de/           | a=1; Secure                | https://h.de/             | a=1",
                "https://h.de/           | a=1; Secure                | http://h.de/              |",
                "http://h.de/            | a=1; HttpOnly              | https://h.de/             | a=1",
                // section 5.2
                "http://h.de/            | a=b=c                      | http://h.de/              | a=b=c",
                "http://h.de/            | a=                         | http://h.de/              | a=",
                "http://h.de/            | a=\"q r\"                  | http://h.de/              | a=\"q r\"",
                "http://h.de/            | =x                         | http://h.de/              |",
                "http://h.de/            | none                       | http://h.de/              |",
                "http://h.de/            | a=1; Max-Age=0             | http://h.de/              |",
                "http://h.de/            | a=1; Max-Age=-5            | http://h.de/              |",
                "http://h.de/            | a=1; Max-Age=x             | http://h.de/              | a=1",
                "http://h.de/            | a=1; Max-Age=9223372036854775807  | http://h.de/       | a=1",
                "http://h.de/            | a=1; Expires=Thu, 01 Jan 1970 00:00:00 GMT | http://h.de/ |",
                "http://h.de/            | a=1; Max-Age=9; Expires=Thu, 01 Jan 1970 00:00:00 GMT | http://h.de/ | a=1",
                "http://h.de/            | a=1; Expires=Wed, 31 Dec 2098 23:59:59 GMT | http://h.de/ | a=1",
                "http://h.de/            | a=1; Expires=never         | http://h.de/              | a=1",
            })
    void sendsACookieWhereItBelongs(String from, String cookie, String to, String sent) {
        take(from, cookie);

        assertThat(jar.fieldFor(Url.parse(to))).isEqualTo(sent);
    }

    @Test
    void forgetsACookieWhenItsTimeIsUp() {
        take("http://h.de/", "a=1; Max-Age=10");

        clock.moveBy(Duration.ofSeconds(9));
        assertThat(jar.fieldFor(Url.parse("http://h.de/"))).isEqualTo("a=1");
        assertThat(jar.byName()).containsExactly(Map.entry("a", "1"));

        clock.moveBy(Duration.ofSeconds(1));
        assertThat(jar.fieldFor(Url.parse("http://h.de/"))).isNull();
        assertThat(jar.byName()).isEmpty();
    }

    @Test
    void replacesACookieInItsOldPlaceAndDeletesByExpiry() {
        take("http://h.de/", "a=1");
        take("http://h.de/", "b=1");
        take("http://h.de/", "a=2");
        assertThat(jar.fieldFor(Url.parse("http://h.de/"))).isEqualTo("a=2; b=1");

        take("http://h.de/", "a=x; Max-Age=0");
        assertThat(jar.fieldFor(Url.parse("http://h.de/"))).isEqualTo("b=1");
    }

    @Test
    void sendsLongerPathsFirstAndOlderOnesBeforeNewerOnes() {
        take("http://h.de/", "z=1; Path=/");
        take("http://h.de/", "m=1; Path=/");
        take("http://h.de/", "a=1; Path=/a");

        assertThat(jar.fieldFor(Url.parse("http://h.de/a"))).isEqualTo("a=1; z=1; m=1");
    }

    @Test
    void keepsTheSameNameOfSeveralPathsAndDomainsApart() {
        take("http://x.h.de/", "a=1; Path=/");
        take("http://x.h.de/", "a=2; Path=/p");
        take("http://x.h.de/", "a=3; Domain=h.de; Path=/");

        assertThat(jar.fieldFor(Url.parse("http://x.h.de/p"))).isEqualTo("a=2; a=1; a=3");
        assertThat(jar.byName()).containsExactly(Map.entry("a", "3"));
    }

    @Test
    void takesAllCookiesOfAnAnswerWhateverTheCaseOfTheHeader() {
        jar.take(
                Url.parse("http://h.de/"),
                List.of(
                        Map.entry("set-cookie", "a=1"),
                        Map.entry("Cookie", "no=1"),
                        Map.entry("SET-COOKIE", "b=ü"),
                        Map.entry("Set-Cookie", "")));

        assertThat(jar.fieldFor(Url.parse("http://h.de/"))).isEqualTo("a=1; b=ü");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a=1\u0001", "a\u0000=1", "a=1\r\nX: y"})
    void refusesWhatNoHeaderMayHold(String cookie) {
        take("http://h.de/", cookie);

        assertThat(jar.fieldFor(Url.parse("http://h.de/"))).isNull();
    }

    @Test
    void hasRoomForFiftyCookiesOfADomainOfFourKibibytesEach() {
        take("http://h.de/", "large=" + "x".repeat(4092));
        assertThat(jar.fieldFor(Url.parse("http://h.de/"))).isNull();

        IntStream.range(0, 60).forEach(each -> take("http://h.de/", "c" + each + "=1"));

        assertThat(String.valueOf(jar.fieldFor(Url.parse("http://h.de/"))).split("; "))
                .hasSize(50)
                .startsWith("c10=1")
                .endsWith("c59=1");
    }

    @Test
    void hasRoomForThreeThousandInAll() {
        IntStream.range(0, 3010).forEach(each -> take("http://h" + each + ".de/", "a=" + each));

        assertThat(jar.fieldFor(Url.parse("http://h9.de/"))).isNull();
        assertThat(jar.fieldFor(Url.parse("http://h10.de/"))).isEqualTo("a=10");
    }

    private void take(String url, String cookie) {
        jar.take(Url.parse(url), List.of(Map.entry("Set-Cookie", cookie)));
    }
}
