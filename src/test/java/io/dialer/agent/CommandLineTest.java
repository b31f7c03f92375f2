package io.dialer.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"-conf a.json", "--conf a.json", "-conf=a.json", "--conf=a.json", "-conf a.json -x"})
    void takesAnOptionInEitherForm(String words) {
        CommandLine line = line(words.split(" "));
        assertThat(line.option("-conf")).contains("a.json");
        assertThat(line.option("-conf")).isEmpty();
    }

    @Test
    void refusesAnOptionWithoutAValueAndWhatNobodyTook() {
        assertThatExceptionOfType(CommandLine.Misuse.class)
                .isThrownBy(() -> line("-conf").option("-conf"))
                .withMessage("-conf needs a value");
        CommandLine line = line("first", "second");
        assertThat(line.next()).contains("first");
        assertThatExceptionOfType(CommandLine.Misuse.class)
                .isThrownBy(line::refuseTheRest)
                .withMessage("unknown argument second");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"config_version\": 2}                | 0 | 0",
                "{\"agent_id\": \"an old file\"}        | 0 | 0",
                "{\"config_version\": 2, \"agent\": 1}  | 0 | 2",
                "{\"config_version\": 2, \"language\": 1} | 2 | 2",
                "not json                               | 2 | 2",
            })
    void checkTellsByItsExitCodeWhetherAFileCanBeUsed(String text, int code, int strictCode) throws IOException {
        Path file = Files.writeString(folder.resolve("a.json"), text);
        assertThat(CheckCommand.run(line(file.toString()))).isEqualTo(code);
        assertThat(CheckCommand.run(line("--strict", file.toString()))).isEqualTo(strictCode);
    }

    @Test
    void checkRefusesAFileThatIsNotThere() {
        assertThat(CheckCommand.run(line(folder.resolve("absent.json").toString())))
                .isEqualTo(2);
    }

    private static CommandLine line(String... words) {
        return new CommandLine(List.of(words));
    }
}
