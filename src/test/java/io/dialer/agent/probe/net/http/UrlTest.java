package io.dialer.agent.probe.net.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.dialer.agent.probe.InvalidOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UrlTest {
    @ParameterizedTest
    @CsvSource(
            delimiterString = " -> ",
            quoteCharacter = '~',
            value = {
                "example.org -> http://example.org/",
                "example.org:8080/a?b -> http://example.org:8080/a?b",
                "HTTPS://Example.org -> https://Example.org/",
                "http://example.org:80/ -> http://example.org/",
                "https://example.org:443 -> https://example.org/",
                "https://example.org:80 -> https://example.org:80/",
                "http://example.org:/x -> http://example.org/x",
                "http://example.org?a=/b -> http://example.org/?a=/b",
                "http://example.org?a=ü -> http://example.org/?a=%C3%BC",
                "http://example.org#x/y -> http://example.org/",
                "http://example.org/a#b?c -> http://example.org/a",
                "example.org/?next=http://other/ü -> http://example.org/?next=http://other/%C3%BC",
                "http://[::1]:81/ -> http://[::1]:81/",
                "[2001:db8::1] -> http://[2001:db8::1]/",
                "http://a_b.example/ -> http://a_b.example/",
                "http://bücher.example/ -> http://xn--bcher-kva.example/",
                "http://例子.测试/路?问 -> http://xn--fsqu00a.xn--0zwm56d/%E8%B7%AF?%E9%97%AE",
                "http://h/a b\"<>\\^`{|}[] -> http://h/a%20b%22%3C%3E%5C%5E%60%7B%7C%7D%5B%5D",
                "http://h/100%/%41%4 -> http://h/100%25/%41%254",
                "http://h/😀 -> http://h/%F0%9F%98%80",
                "http://h/a/../b/./c -> http://h/a/../b/./c",
                "http://h/?a+b=c&d;e -> http://h/?a+b=c&d;e",
                "'  http://h/  ' -> http://h/",
            })
    void isReadAsPeopleWriteIt(String written, String read) {
        assertThat(Url.parse(written.replace("'", ""))).hasToString(read);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "http://",
                "http:///path",
                "ftp://h/",
                "file:///etc/passwd",
                "http://h:0/",
                "http://h:65536/",
                "http://h:x/",
                "http://[::1",
                "http://[h]/",
                "http://[]/",
                "http://a b/",
                "http://a%20b/",
                "http://a..b/",
                "http://1:2:3/",
                "http://user@/",
                "http://h<x>/",
                "://h",
                "http://?q",
                "http://\u0000/"
            })
    void isRefusedWhereItCannotBeOne(String written) {
        assertThatExceptionOfType(InvalidOption.class)
                .isThrownBy(() -> Url.parse(written))
                .withMessageStartingWith("target: ");
    }

    @Test
    void isRefusedWithANameThatIsTooLong() {
        assertThatExceptionOfType(InvalidOption.class).isThrownBy(() -> Url.parse("http://" + "ü".repeat(70) + "/"));
    }

    @ParameterizedTest
    @CsvSource({
        "http://user:pass@h/, user:pass, user:pass",
        "http://u:p@ss@h/, u:p@ss, u:p@ss",
        "http://u%40x:a%2Bb+c@h/, u%40x:a%2Bb+c, u@x:a+b+c",
        "http://u:100%@h/, u:100%, u:100%",
        "http://@h/, '', ''"
    })
    void keepsUserInfoOutOfWhatIsShown(String written, String userInfo, String decoded) {
        Url url = Url.parse(written);

        assertThat(url).hasToString("http://h/");
        assertThat(url.userInfo()).isEqualTo(userInfo);
        assertThat(Url.decoded(url.userInfo())).isEqualTo(decoded);
    }

    /** RFC 3986, section 5.4, and what servers send besides. */
    @ParameterizedTest
    @CsvSource(
            delimiterString = " -> ",
            quoteCharacter = '~',
            value = {
                "g -> http://a/b/c/g",
                "./g -> http://a/b/c/g",
                "g/ -> http://a/b/c/g/",
                "/g -> http://a/g",
                "//g -> http://g/",
                "//g:81/x -> http://g:81/x",
                "?y -> http://a/b/c/d;p?y",
                "g?y -> http://a/b/c/g?y",
                "#s -> http://a/b/c/d;p?q",
                "g#s -> http://a/b/c/g",
                "'' -> http://a/b/c/d;p?q",
                ". -> http://a/b/c/",
                ".. -> http://a/b/",
                "../.. -> http://a/",
                "../../../g -> http://a/g",
                "/../g -> http://a/g",
                "/./g -> http://a/g",
                "g;x=1/../y -> http://a/b/c/y",
                "g?y/../x -> http://a/b/c/g?y/../x",
                "http://x/../y -> http://x/y",
                "https://x -> https://x/",
                "/ü -> http://a/%C3%BC",
                "/login?next=http://b/ü -> http://a/login?next=http://b/%C3%BC",
                "/a b -> http://a/a%20b",
                "//bücher.example -> http://xn--bcher-kva.example/",
            })
    void resolvesReferences(String location, String target) {
        assertThat(Url.parse("http://a/b/c/d;p?q").resolve(location.replace("'", "")))
                .hasToString(target);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mailto:x@y", "ftp://h/", "http:g", "http://", "http://h:x/", "javascript:alert(1)", "//"})
    void doesNotFollowWhatIsNoUrl(String location) {
        assertThatExceptionOfType(InvalidOption.class)
                .isThrownBy(() -> Url.parse("http://a/").resolve(location))
                .withMessageStartingWith("location: ");
    }
}
