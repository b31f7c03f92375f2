package io.dialer.agent.probe.plugin.exec;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PluginOutputTest {
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '#', quoteCharacter = '`', textBlock = """
            time=0.006s;;;0.000000 size=196B;;;0   # [{"label":"time","value":0.006,"unit":"s","min":0.0},{"label":"size","value":196.0,"unit":"B","min":0.0}]
            rta=0.05ms;100;500;0; pl=0%;20;60;0;100 # [{"label":"rta","value":0.05,"unit":"ms","warn":100.0,"crit":500.0,"min":0.0},{"label":"pl","value":0.0,"unit":"%","warn":20.0,"crit":60.0,"min":0.0,"max":100.0}]
            '/var free'=10GB;20:;@10:20             # [{"label":"/var free","value":10.0,"unit":"GB","warn":"20:","crit":"@10:20"}]
            'it''s'=1c                              # [{"label":"it's","value":1.0,"unit":"c"}]
            x=U                                     # [{"label":"x","value":null,"unit":""}]
            x=-1.5e3us                              # [{"label":"x","value":-1500.0,"unit":"us"}]
            x=1,5                                   # [{"label":"x","value":1.5,"unit":""}]
            x=~:5 y=2                               # [{"label":"x","value":null,"unit":""},{"label":"y","value":2.0,"unit":""}]
            nothing here                            # []
            =5 a=                                   # [{"label":"a","value":null,"unit":""}]""")
    void readsPerformanceData(String written, String json) {
        assertThat(PerformanceValue.toJson(PerformanceValue.of(written))).isEqualTo(new JsonArray(json));
    }

    @Test
    void dividesTheFirstLineFromTheOthers() {
        PluginOutput output = PluginOutput.of("OK - fine | a=1\nline two\nline three | b=2\nc=3\n");
        assertThat(output.text()).isEqualTo("OK - fine");
        assertThat(output.longText()).isEqualTo("line two\nline three");
        assertThat(output.performance()).extracting(PerformanceValue::label).containsExactly("a", "b", "c");
    }

    @Test
    void takesAnOutputWithoutAnyOfIt() {
        assertThat(PluginOutput.of("")).isEqualTo(new PluginOutput("", "", List.of()));
        assertThat(PluginOutput.of(" only text \n").text()).isEqualTo("only text");
    }
}
