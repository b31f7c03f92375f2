package io.dialer.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the unit tests leave out of the classes that say of themselves that they are pure: no branch in ten of all, and no
 * more than one in four of any.
 */
class CoverageIT {
    private static final Logger LOG = LoggerFactory.getLogger(CoverageIT.class);
    private static final Path SOURCES = Path.of("src/main/java");
    private static final Path REPORT = Path.of("target/site/jacoco/jacoco.csv");
    /** In the Javadoc of the class. */
    private static final Pattern PURE = Pattern.compile("^( \\*|/\\*\\*).*\\bPure\\b", Pattern.MULTILINE);

    private static final int LEAST_PERCENT = 90;
    private static final int LEAST_PERCENT_OF_ONE = 75;

    private record Branches(long missed, long covered) {
        private long all() {
            return missed + covered;
        }

        private Branches plus(Branches other) {
            return new Branches(missed + other.missed, covered + other.covered);
        }

        private boolean atLeast(int percent) {
            return covered * 100 >= all() * percent;
        }
    }

    @Test
    void coversTheBranchesOfPureClasses() throws Exception {
        boolean reported = Files.exists(REPORT);
        if (!reported) {
            LOG.warn("Coverage is not looked at: {} is not here, no unit test ran before", REPORT);
        }
        assumeTrue(reported, "no unit test ran before");
        Map<String, Branches> report = report();
        List<String> below = new ArrayList<>();
        Branches sum = new Branches(0, 0);
        int classes = 0;
        for (String name : pureClasses()) {
            Branches branches = report.getOrDefault(name, new Branches(0, 0));
            classes++;
            sum = sum.plus(branches);
            if (!branches.atLeast(LEAST_PERCENT_OF_ONE)) {
                below.add("%s: %d of %d branches".formatted(name, branches.covered(), branches.all()));
            }
        }

        System.out.printf(
                Locale.ROOT, "CoverageIT: %d pure classes, %d of %d branches%n", classes, sum.covered(), sum.all());
        assertThat(classes).isGreaterThan(50);
        assertThat(below)
                .as("pure classes below %d %% of their branches", LEAST_PERCENT)
                .isEmpty();
    }

    private static List<String> pureClasses() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            return files.filter(file -> file.toString().endsWith(".java") && !file.endsWith("package-info.java"))
                    .filter(file -> PURE.matcher(text(file)).find())
                    .map(file -> SOURCES.relativize(file)
                            .toString()
                            .replace(".java", "")
                            .replace('/', '.'))
                    .sorted()
                    .toList();
        }
    }

    /** By the name of the outermost class; the columns are GROUP,PACKAGE,CLASS,…,BRANCH_MISSED,BRANCH_COVERED,…. */
    private static Map<String, Branches> report() throws IOException {
        Map<String, Branches> report = new HashMap<>();
        for (String line : Files.readAllLines(REPORT)) {
            String[] columns = line.split(",", -1);
            if (!columns[0].equals("GROUP")) {
                String outermost = columns[2].replaceAll("\\..*", "");
                report.merge(
                        columns[1] + "." + outermost,
                        new Branches(Long.parseLong(columns[5]), Long.parseLong(columns[6])),
                        Branches::plus);
            }
        }
        return report;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new AssertionError(unreadable);
        }
    }
}
