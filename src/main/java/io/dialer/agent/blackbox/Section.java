package io.dialer.agent.blackbox;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * One mapping of the file, read strictly: a key that nobody asks for is a mistake, as is one that stands twice. Scalars are
 * taken as their text, as Go's YAML library does for texts; merge keys and aliases mean what they mean there.
 */
final class Section {
    private final String path;
    private final MappingNode node;
    private final Map<String, Node> values = new LinkedHashMap<>();
    private final Set<String> asked = new LinkedHashSet<>();
    private final List<String> warnings;

    /**
     * A view of a mapping.
     *
     * @param warnings where what has no effect here is noted
     */
    Section(String path, Node node, List<String> warnings) {
        if (!(node instanceof MappingNode mapping)) {
            throw new Mistake(node.getStartMark(), path + " is not allowed; allowed: a mapping of keys to values");
        }
        this.path = path;
        this.node = mapping;
        this.warnings = warnings;
        read(mapping, true);
    }

    private void read(MappingNode mapping, boolean own) {
        for (NodeTuple entry : mapping.getValue()) {
            if (!(entry.getKeyNode() instanceof ScalarNode key)) {
                throw new Mistake(entry.getKeyNode().getStartMark(), "a key must be a text");
            }
            boolean merge = key.getTag().equals(Tag.MERGE);
            if (!merge && values.containsKey(key.getValue()) && own) {
                throw new Mistake(key.getStartMark(), pathOf(key.getValue()) + " stands there twice");
            }
            if (!merge) {
                values.putIfAbsent(key.getValue(), entry.getValueNode());
            }
        }
        // What is written here wins over what is merged in.
        mapping.getValue().stream()
                .filter(entry -> entry.getKeyNode().getTag().equals(Tag.MERGE))
                .forEach(entry -> merged(entry.getValueNode()));
    }

    private void merged(Node from) {
        switch (from) {
            case MappingNode mapping -> read(mapping, false);
            case SequenceNode list -> list.getValue().forEach(this::merged);
            default -> throw new Mistake(from.getStartMark(), "what is merged must be a mapping");
        }
    }

    /** The same, whose warnings go elsewhere. */
    Section noting(List<String> others) {
        return new Section(path, node, others);
    }

    String path() {
        return path;
    }

    Set<String> keys() {
        return values.keySet();
    }

    /** Null where the key is absent, or nothing is written behind it. */
    private @Nullable Node value(String key) {
        asked.add(key);
        Node value = values.get(key);
        return value == null || value.getTag().equals(Tag.NULL) ? null : value;
    }

    boolean has(String key) {
        return value(key) != null;
    }

    @Nullable
    Section section(String key) {
        Node value = value(key);
        return value == null ? null : new Section(pathOf(key), value, warnings);
    }

    /** A section whose absence means one that is empty. */
    Section sectionOrEmpty(String key) {
        Section section = section(key);
        return section == null
                ? new Section(
                        pathOf(key),
                        new MappingNode(
                                Tag.MAP, true, List.of(), node.getStartMark(), node.getEndMark(), node.getFlowStyle()),
                        warnings)
                : section;
    }

    List<Section> sections(String key) {
        List<Section> sections = new ArrayList<>();
        for (Node element : elements(key)) {
            sections.add(new Section(pathOf(key) + "[" + sections.size() + "]", element, warnings));
        }
        return sections;
    }

    @Nullable
    String text(String key) {
        Node value = value(key);
        return value == null ? null : scalar(key, value);
    }

    String text(String key, String absent) {
        String text = text(key);
        return text == null ? absent : text;
    }

    List<String> texts(String key) {
        return elements(key).stream().map(element -> scalar(key, element)).toList();
    }

    /** Names and values, in the order written. */
    Map<String, String> pairs(String key) {
        Section section = section(key);
        Map<String, String> pairs = new LinkedHashMap<>();
        if (section != null) {
            section.keys().forEach(name -> pairs.put(name, section.text(name, "")));
        }
        return pairs;
    }

    boolean flag(String key, boolean absent) {
        return read(key, absent, "true or false", text -> switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "yes", "on", "y" -> true;
            case "false", "no", "off", "n" -> false;
            default -> null;
        });
    }

    int wholeNumber(String key, int absent, int least, int most) {
        return read(
                key,
                absent,
                "a whole number from %d to %d".formatted(least, most),
                text -> text.matches("-?[0-9]{1,9}")
                                && Integer.parseInt(text) >= least
                                && Integer.parseInt(text) <= most
                        ? Integer.valueOf(text)
                        : null);
    }

    @Nullable
    Duration duration(String key) {
        return has(key) ? read(key, Duration.ZERO, "a duration such as 5s or 1m30s", GoDuration::parse) : null;
    }

    String oneOf(String key, String absent, String... allowed) {
        return read(
                key,
                absent,
                String.join(", ", allowed),
                text -> List.of(allowed).contains(text) ? text : null);
    }

    /** Reads a value by a rule of the caller's. */
    <T> T read(String key, T absent, String allowed, Function<String, @Nullable T> reader) {
        String text = text(key);
        if (text == null) {
            return absent;
        }
        T value = reader.apply(text);
        if (value == null) {
            throw mistake(key, "\"%s\" is not allowed; allowed: %s".formatted(text, allowed));
        }
        return value;
    }

    /** Keys that upstream knows and that have no effect here. */
    void noEffect(String... keys) {
        for (String key : keys) {
            if (has(key)) {
                warnings.add(pathOf(key) + " is known but has no effect in this version");
            }
        }
    }

    /** Notes what is odd but not wrong. */
    void warn(String key, String words) {
        warnings.add(pathOf(key) + ": " + words);
    }

    /** A value's mistake. */
    Mistake mistake(String key, String problem) {
        Node value = values.get(key);
        return new Mistake(value == null ? node.getStartMark() : value.getStartMark(), pathOf(key) + ": " + problem);
    }

    /** All keys have been asked for by now. */
    void end() {
        values.forEach((key, value) -> {
            if (!asked.contains(key)) {
                throw new Mistake(
                        value.getStartMark(), pathOf(key) + ": unknown field; allowed: " + String.join(", ", asked));
            }
        });
    }

    private List<Node> elements(String key) {
        Node value = value(key);
        return switch (value) {
            case null -> List.of();
            case SequenceNode list -> list.getValue();
            default -> throw mistake(key, "is not allowed; allowed: a list");
        };
    }

    private String scalar(String key, Node value) {
        if (value instanceof ScalarNode scalar) {
            return scalar.getTag().equals(Tag.NULL) ? "" : scalar.getValue();
        }
        throw new Mistake(value.getStartMark(), pathOf(key) + " is not allowed; allowed: a text");
    }

    private String pathOf(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }
}
