package io.dialer.agent.blackbox;

import io.vertx.core.json.JsonObject;
import java.io.StringReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;

/** Reads a file of modules in blackbox_exporter's format. What loads there loads here. */
public final class ModuleFile {
    private static final int MOST_CHARACTERS = 4 << 20;

    private ModuleFile() {}

    /**
     * Reads the whole file; nothing of it counts where one part is wrong.
     *
     * @param file for the errors, and the folder that files in it are relative to
     */
    public static Modules read(Path file, String text) throws ModuleFileException {
        try {
            Node root = new Yaml(options()).compose(new StringReader(text));
            if (root == null) {
                return Modules.NONE;
            }
            Path folder = file.toAbsolutePath().getParent();
            return modules(root, new ModuleFiles(folder == null ? Path.of("/") : folder));
        } catch (MarkedYAMLException noYaml) {
            throw noYaml.getProblemMark() == null
                    ? new ModuleFileException(file.toString(), String.valueOf(noYaml.getProblem()))
                    : new Mistake(noYaml.getProblemMark(), String.valueOf(noYaml.getProblem())).in(file.toString());
        } catch (YAMLException noYaml) {
            throw new ModuleFileException(file.toString(), String.valueOf(noYaml.getMessage()));
        } catch (Mistake mistake) {
            throw mistake.in(file.toString());
        }
    }

    /** One module after the other may be of the same anchor. */
    private static LoaderOptions options() {
        LoaderOptions options = new LoaderOptions();
        options.setMaxAliasesForCollections(100_000);
        options.setCodePointLimit(MOST_CHARACTERS);
        return options;
    }

    private static Modules modules(Node root, ModuleFiles files) {
        Section top = new Section("", root, new ArrayList<>());
        Section modules = top.sectionOrEmpty("modules");
        top.end();
        Map<String, Module> byName = new HashMap<>();
        for (String name : modules.keys()) {
            List<String> warnings = new ArrayList<>();
            byName.put(name, module(name, modules.sectionOrEmpty(name).noting(warnings), warnings, files));
        }
        return new Modules(byName, files.read());
    }

    private static Module module(String name, Section section, List<String> warnings, ModuleFiles files) {
        String prober = section.text("prober", "");
        Duration timeout = section.duration("timeout");
        JsonObject http = new JsonObject();
        JsonObject tcp = new JsonObject();
        JsonObject icmp = new JsonObject();
        JsonObject dns = new JsonObject();
        JsonObject grpc = new JsonObject();
        AnswerConditions conditions = HttpSection.read(section.sectionOrEmpty("http"), http, files);
        StreamSection.read(section.sectionOrEmpty("tcp"), tcp, files);
        PingSection.read(section.sectionOrEmpty("icmp"), icmp);
        DnsSection.read(section.sectionOrEmpty("dns"), prober.equals("dns"), dns, files);
        GrpcSection.read(section.sectionOrEmpty("grpc"), grpc, files);
        OtherSections.pass(section, "unix");
        OtherSections.pass(section, "websocket");
        section.end();
        @Nullable
        String type = switch (prober) {
            case "http", "tcp", "dns", "grpc" -> prober;
            case "icmp" -> "ping";
            default -> null;
        };
        if (type == null) {
            warnings.add("modules.%s.prober %s has no effect in this version".formatted(name, prober));
        }
        return new Module(
                name,
                prober,
                type,
                timeout,
                switch (prober) {
                    case "http" -> http;
                    case "tcp" -> tcp;
                    case "icmp" -> icmp;
                    case "dns" -> dns;
                    case "grpc" -> grpc;
                    default -> new JsonObject();
                },
                prober.equals("http") ? conditions : AnswerConditions.NONE,
                warnings);
    }
}
