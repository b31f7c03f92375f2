package io.dialer.agent.probe.api.redaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CappedTextTest {
    @Test
    void leavesAShortTextAlone() {
        assertThat(CappedText.of("häuser", 7)).isEqualTo(new CappedText("häuser", false, 7));
        assertThat(CappedText.of("", 0)).isEqualTo(new CappedText("", false, 0));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void cutsBetweenCharactersAndSaysSo(int most) {
        String whole = "aü€😀b";

        CappedText capped = CappedText.of(whole, most);

        int octets = capped.text().getBytes(StandardCharsets.UTF_8).length;
        assertThat(whole).startsWith(capped.text());
        assertThat(octets).isLessThanOrEqualTo(most).isGreaterThan(most - 4);
        assertThat(capped.cut()).isTrue();
        assertThat(capped.bytes()).isEqualTo(11);
    }

    @Test
    void holdsSixteenKibibytesByDefault() {
        CappedText capped = CappedText.of("ü".repeat(10_000), CappedText.DEFAULT_BYTES);

        assertThat(capped.text()).hasSize(8192);
        assertThat(capped.cut()).isTrue();
        assertThat(capped.bytes()).isEqualTo(20_000);
    }

    @Test
    void countsHalfAPairAsItIsWritten() {
        assertThat(CappedText.of("\ud83d!", 2)).isEqualTo(new CappedText("\ud83d!", false, 2));
    }
}
