package io.dialer.agent.probe.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VariablesTest {
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "$id | 7 | -",
                "/u/$id/x | /u/7/x | -",
                "$id$id | 77 | -",
                "$identity | whole | -",
                "$ident | 7ent | -",
                "$name! | 张三! | -",
                "$名 | ming | -",
                "$user-id | dashed | -",
                "$other | $other | $other",
                "$other $other | $other $other | $other",
                "$5.00 and $ | $5.00 and $ | -",
                "$$id | $7 | -",
                "${id} | ${id} | -",
                "$.data.id | $.data.id | -",
                "a$ | a$ | -",
                "$nested | $id | -"
            })
    void replacesNamesInATextAndNothingElse(String text, String replaced, String unknown) {
        Variables variables = new Variables(
                Map.of(
                        "$id",
                        7,
                        "identity",
                        "whole",
                        "$name",
                        "张三",
                        "$名",
                        "ming",
                        "$user-id",
                        "dashed",
                        "$nested",
                        "$id"),
                List.of());
        Substitution substitution = new Substitution(variables);

        assertThat(substitution.in(text)).isEqualTo(replaced);
        assertThat(substitution.unknown()).isEqualTo(unknown == null ? Set.of() : Set.of(unknown));
    }

    @Test
    void takesExtractedValuesOverSystemVariablesOverStartValues() {
        Variables variables =
                new Variables(Map.of("$a", "start", "$b", "start"), List.of(new SystemVariable("$b", "system", false)));

        assertThat(new Substitution(variables).in("$a $b")).isEqualTo("start system");
        variables.put("$b", "extracted");
        assertThat(new Substitution(variables).in("$a $b")).isEqualTo("start extracted");
    }

    @Test
    void neverPutsAMaskInPlaceOfASecret() {
        Variables variables = new Variables(
                Map.of("$key", "start"),
                List.of(new SystemVariable("$key", "***", true), new SystemVariable("stars", "***", false)));
        Substitution substitution = new Substitution(variables);

        assertThat(substitution.in("k=$key $stars")).isEqualTo("k=$key ***");
        assertThat(substitution.withheld()).containsExactly("$key");
        variables.put("$key", "own");
        assertThat(new Substitution(variables).in("$key")).isEqualTo("own");
    }

    @Test
    void rememberSecretsAndShowNone() {
        Variables variables = new Variables(
                Map.of("$plain", "p"),
                List.of(new SystemVariable("$key", "s3cret", true), new SystemVariable("$empty", "", true)));
        variables.put("$copy", "s3cret");
        variables.put("$count", 5);

        assertThat(variables.secretValues()).containsExactly("s3cret");
        assertThat(variables.toJson())
                .isEqualTo(
                        Answers.object("{'$plain': 'p', '$key': '***', '$empty': '***', '$copy': '***', '$count': 5}"));
        variables.put("$key", "public");
        assertThat(variables.toJson().getString("$key")).isEqualTo("public");
        assertThat(variables.secretValues()).containsExactly("s3cret");
    }

    @Test
    void areReplacedInNamesAndTextsOfObjects() {
        Variables variables = new Variables(Map.of("$id", 7), List.of());

        assertThat(new Substitution(variables).in(Answers.object("{'$id': ['$id', {'n': 1, 'x': null, 't': 'a$id'}]}")))
                .isEqualTo(Answers.object("{'7': ['7', {'n': 1, 'x': null, 't': 'a7'}]}"));
    }

    @Test
    void listNoPartOfAPasswordAsAnUnknownName() {
        Substitution substitution = new Substitution(new Variables(Map.of("$user", "u"), List.of()));

        JsonObject auth = substitution.inCredentials(Answers.object("{'username': '$user', 'password': 'pa$word'}"));

        assertThat(auth).isEqualTo(Answers.object("{'username': 'u', 'password': 'pa$word'}"));
        assertThat(substitution.unknown()).isEmpty();
    }
}
