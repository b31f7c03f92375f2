package io.dialer.agent.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** {@code ./run.sh bench [quick|full] [section…]}: measures, prints the table, and keeps it below {@code target}. */
public final class Benchmarks {
    private static final List<Section> SECTIONS = List.of(
            new StartSection(),
            new IdleSection(),
            new EndpointSection(),
            new DeliverySection(),
            new LatenessSection(),
            new TruthSection(),
            new OutageSection(),
            new MicroSection(),
            new SoakSection());

    private Benchmarks() {}

    public static void main(String... words) {
        int exitCode = 0;
        try {
            run(words);
        } catch (IllegalArgumentException misuse) {
            System.err.println(misuse.getMessage());
            exitCode = 2;
        } catch (Exception broken) {
            broken.printStackTrace();
            exitCode = 1;
        }
        // What a part that broke has left behind ends with the process.
        System.exit(exitCode);
    }

    private static void run(String... words) throws Exception {
        List<String> given = List.of(words);
        BenchScale scale = BenchScale.of(given.isEmpty() ? "quick" : given.getFirst());
        List<Section> chosen = chosen(scale, given.stream().skip(1).toList());
        if (!Bench.installed(Nginx.PROGRAM)) {
            throw new IllegalStateException("the target is missing; install nginx (Debian: nginx-light)");
        }
        Path project = Path.of(System.getProperty("project.basedir", "")).toAbsolutePath();
        String machine = Machine.describe(scale);
        System.out.println(machine);
        Table table = new Table();
        table.begin();
        try (Bench bench = Bench.open(project, scale)) {
            for (Section section : chosen) {
                section.measure(bench, table);
            }
        }
        Path kept = project.resolve("target/benchmarks.md");
        Files.writeString(kept, machine + "\n" + table.markdown());
        System.out.println("\nkept in " + project.relativize(kept));
    }

    private static List<Section> chosen(BenchScale scale, List<String> names) {
        for (String name : names) {
            if (SECTIONS.stream().noneMatch(section -> section.name().equals(name))) {
                throw new IllegalArgumentException("no section " + name + "; known: "
                        + String.join(", ", SECTIONS.stream().map(Section::name).toList()));
            }
        }
        return SECTIONS.stream()
                .filter(section -> names.isEmpty() ? section.scales().contains(scale) : names.contains(section.name()))
                .toList();
    }
}
