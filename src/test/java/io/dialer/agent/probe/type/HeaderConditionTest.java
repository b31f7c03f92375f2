package io.dialer.agent.probe.type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.dialer.agent.probe.InvalidOption;
import io.dialer.agent.probe.Options;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeaderConditionTest {
    @Test
    void saysInEachPairWhetherTheHeaderMustBeThere() {
        List<HeaderCondition> conditions = read("""
            [{"key": "A", "value": "x", "required": false}, {"key": "B", "value": "y", "required": true}, {"key": "C", "value": "z"}]""");

        assertThat(conditions).extracting(HeaderCondition::name).containsExactly("A", "B", "C");
        assertThat(conditions).extracting(HeaderCondition::required).containsExactly(false, true, true);
    }

    @Test
    void takesAnObjectToo() {
        assertThat(read("{\"A\": \"x\"}")).extracting(HeaderCondition::required).containsExactly(true);
    }

    @Test
    void refusesWhatIsNoTruthValue() {
        assertThatExceptionOfType(InvalidOption.class)
                .isThrownBy(() -> read("[{\"key\": \"A\", \"value\": \"x\", \"required\": \"yes\"}]"))
                .withMessageContaining("true or false in required");
    }

    private static List<HeaderCondition> read(String written) {
        JsonObject options = new JsonObject("{\"header_matches\": " + written + "}");
        return HeaderCondition.from(new Options(options, new JsonObject()), "header_matches", true);
    }
}
