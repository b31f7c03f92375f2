package io.dialer.agent.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class MessagesTest {
    private static final Pattern ARGUMENT = Pattern.compile("\\{[0-9]}");

    @Test
    void areTheSameInBothLanguages() throws Exception {
        Properties english = read("messages.properties");
        Properties chinese = read("messages_zh.properties");

        assertThat(chinese.stringPropertyNames())
                .containsExactlyInAnyOrderElementsOf(english.stringPropertyNames())
                .isNotEmpty();
    }

    @Test
    void nameNoArgumentThatTheOtherLanguageDoesNotHave() throws Exception {
        Properties english = read("messages.properties");
        Properties chinese = read("messages_zh.properties");

        for (String key : english.stringPropertyNames()) {
            if (!key.endsWith("_present") && !key.startsWith("ping.")) {
                assertThat(arguments(chinese, key)).as(key).isEqualTo(arguments(english, key));
            }
        }
    }

    @Test
    void takeTextsAsTheyAre() {
        assertThat(new Messages(Locale.ENGLISH).text("http.failed", "it's {0}"))
                .isEqualTo("HTTP request failed: it's {0}");
        assertThat(new Messages(Locale.CHINESE).text("http.success", "200")).isEqualTo("HTTP请求成功，状态码: 200");
        assertThat(new Messages(Locale.FRENCH).text("errno.reset")).isEqualTo("connection reset");
    }

    private static Set<String> arguments(Properties sentences, String key) {
        Set<String> found = new TreeSet<>();
        ARGUMENT.matcher(sentences.getProperty(key)).results().forEach(result -> found.add(result.group()));
        return found;
    }

    private static Properties read(String file) throws IOException {
        Properties sentences = new Properties();
        try (Reader reader = new InputStreamReader(
                Objects.requireNonNull(MessagesTest.class.getResourceAsStream(file)), StandardCharsets.UTF_8)) {
            sentences.load(reader);
        }
        return sentences;
    }
}
