package io.dialer.agent.probe.api.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.dialer.agent.probe.SystemVariable;
import io.dialer.agent.probe.api.answer.Answers;
import io.dialer.agent.probe.api.redaction.Disclosure;
import io.dialer.agent.probe.api.redaction.Redaction;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VariablesTest {
    private static final Disclosure EVERYTHING = new Disclosure(new Redaction(List.of()), 16_384);

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
        Variables variables = new Variables(
                Map.of("$a", "start", "$b", "start"), List.of(new SystemVariable("$b", "system", false, null)));

        assertThat(new Substitution(variables).in("$a $b")).isEqualTo("start system");
        variables.put("$b", "extracted", false);
        assertThat(new Substitution(variables).in("$a $b")).isEqualTo("start extracted");
    }

    @Test
    void neverPutsAMaskInPlaceOfASecret() {
        Variables variables = new Variables(
                Map.of("$key", "start"),
                List.of(
                        new SystemVariable("$key", "***", true, null),
                        new SystemVariable("stars", "***", false, null)));
        Substitution substitution = new Substitution(variables);

        assertThat(substitution.in("k=$key $stars")).isEqualTo("k=$key ***");
        assertThat(substitution.withheld()).containsExactly("$key");
        variables.put("$key", "own", false);
        assertThat(new Substitution(variables).in("$key")).isEqualTo("own");
    }

    @Test
    void rememberSecretsAndShowNone() {
        Variables variables = new Variables(
                Map.of("$plain", "p", "$password", "hunter2", "$pin_token", "1"),
                List.of(
                        new SystemVariable("$key", "s3cret", true, null),
                        new SystemVariable("$empty", "", true, null),
                        new SystemVariable("$kept", "***", true, null)));
        new Substitution(variables).in("$key $empty $kept");
        variables.put("$copy", "s3cret", false);
        variables.put("$session", "abcd-1234", true);
        variables.put("$count", 5, false);

        assertThat(variables.secretValues()).containsExactlyInAnyOrder("s3cret", "hunter2", "abcd-1234");
        assertThat(variables.toJson(EVERYTHING)).isEqualTo(Answers.object("""
                        {'$plain': 'p', '$password': '***', '$pin_token': '***', '$key': '***', '$empty': '',
                         '$kept': '***', '$copy': '***', '$session': '***', '$count': 5}"""));
        variables.put("$key", "public", false);
        assertThat(variables.toJson(EVERYTHING).getString("$key")).isEqualTo("public");
        assertThat(variables.secretValues()).contains("s3cret");
    }

    @Test
    void listThoseOfTheSystemOnlyWhereTheyWereAskedFor() {
        Variables variables = new Variables(
                Map.of("$own", 1),
                List.of(new SystemVariable("$used", "u", false, null), new SystemVariable("$other", "o", false, null)));
        new Substitution(variables).in("/$used");

        assertThat(variables.toJson(EVERYTHING)).isEqualTo(Answers.object("{'$own': 1, '$used': 'u'}"));
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

        assertThat(substitution.inCredential("$user")).isEqualTo("u");
        assertThat(substitution.inCredential("pa$word")).isEqualTo("pa$word");
        assertThat(substitution.unknown()).isEmpty();
    }
}
