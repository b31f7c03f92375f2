package io.dialer.agent.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SystemVariablesTest {
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                {'name': '$a', 'value': 'x', 'is_secret': false, 'tenant_id': null} | $a | x | false
                {'name': ' a ', 'value': 'x', 'is_secret': true}                    | a | x | true
                {'name': '$a', 'value': 5, 'is_secret': 1, 'tenant_id': 7}          | $a | 5 | true
                {'name': '$a', 'value': true, 'is_secret': 0}                       | $a | true | false
                {'name': '$a', 'value': 'x', 'is_secret': 'true'}                   | $a | x | true
                {'name': '$a', 'value': 'x', 'is_secret': 'False'}                  | $a | x | false
                {'name': '$a', 'value': null}                                       | $a | `` | false
                {'name': '$a', 'value': {'b': 1}}                                   | $a | {"b":1} | false
                """)
    void areReadAsTheBackendWritesThem(String json, String name, String value, boolean secret) {
        SystemVariable variable = SystemVariable.read(object(json)).orElseThrow();

        assertThat(variable.name()).isEqualTo(name);
        assertThat(variable.value()).isEqualTo(value);
        assertThat(variable.secret()).isEqualTo(secret);
        assertThat(SystemVariable.read(variable.toJson())).contains(variable);
        assertThat(variable.toString()).doesNotContain("x");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{'name': ''}", "{'name': '$'}", "{'name': 5}"})
    void areLeftOutWithoutAName(String json) {
        assertThat(SystemVariable.read(object(json))).isEmpty();
        assertThat(SystemVariable.read("$a")).isEmpty();
        assertThat(SystemVariable.read(null)).isEmpty();
    }

    @Test
    void areSeenByTheirTenantWhoseOwnComeLast() {
        SystemVariable own = new SystemVariable("$a", "own", false, 7);
        SystemVariable shared = new SystemVariable("$a", "shared", false, null);
        SystemVariable foreign = new SystemVariable("$a", "foreign", false, "8");
        SystemVariables variables = new SystemVariables();
        assertThat(variables.seenBy(7)).isEmpty();

        variables.replace(List.of(own, foreign, shared));
        assertThat(variables.seenBy(7)).containsExactly(shared, own);
        assertThat(variables.seenBy("7")).containsExactly(shared, own);
        assertThat(variables.seenBy(8)).containsExactly(shared, foreign);
        assertThat(variables.seenBy(null)).containsExactly(shared);
    }

    @Test
    void areWithheldWhereASecretIsAMask() {
        assertThat(new SystemVariable("$a", "***", true, null).isWithheld()).isTrue();
        assertThat(new SystemVariable("$a", "***", false, null).isWithheld()).isFalse();
    }

    private static JsonObject object(String json) {
        return new JsonObject(json.replace('\'', '"'));
    }
}
