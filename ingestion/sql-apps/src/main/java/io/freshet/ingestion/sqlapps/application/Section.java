package io.freshet.ingestion.sqlapps.application;

import io.freshet.core.toolkit.Durations;
import io.freshet.core.toolkit.NearestName;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** A map of the file whose values are asked for by key; what can't be read becomes a finding. */
final class Section {
  private final Node node;
  private final Findings findings;
  private final Map<String, ScalarNode> keys = new LinkedHashMap<>();
  private final Map<String, Node> values = new LinkedHashMap<>();

  private Section(MappingNode node, Findings findings) {
    this.node = node;
    this.findings = findings;
    for (NodeTuple entry : node.getValue()) {
      if (entry.getKeyNode() instanceof ScalarNode key) {
        add(key, entry.getValueNode());
      } else {
        findings.add(entry.getKeyNode(), "a key is a list or a map", "a key that is a word");
      }
    }
  }

  /** The node as a section; a finding where it is none. */
  static Optional<Section> of(Node node, String what, Findings findings) {
    if (node instanceof MappingNode mapping) {
      return Optional.of(new Section(mapping, findings));
    }
    findings.add(node, "%s is no map of keys".formatted(what), "key: value, one a line");

    return Optional.empty();
  }

  private void add(ScalarNode key, Node value) {
    if (values.putIfAbsent(key.getValue(), value) != null) {
      findings.add(key, "%s is written twice".formatted(key.getValue()), "each key once");

      return;
    }
    keys.put(key.getValue(), key);
  }

  Place place() {
    return Findings.place(node);
  }

  Place place(String key) {
    return values.containsKey(key) ? Findings.place(values.get(key)) : place();
  }

  boolean has(String key) {
    return values.containsKey(key);
  }

  /** In the file's order. */
  List<String> keys() {
    return List.copyOf(keys.keySet());
  }

  void refuseUnknown(List<String> known) {
    keys.forEach(
        (key, place) -> {
          if (!known.contains(key)) {
            findings.add(
                place,
                "%s is no key of this place".formatted(key),
                NearestName.of(key, known).orElse("one of " + String.join(", ", known)));
          }
        });
  }

  Optional<Node> node(String key) {
    return Optional.ofNullable(values.get(key));
  }

  /** A value that must be there and be a text. */
  Optional<String> require(String key, String right) {
    if (!has(key)) {
      findings.add(node, "%s is missing".formatted(key), "%s: %s".formatted(key, right));
    }

    return text(key, right);
  }

  Optional<String> text(String key, String right) {
    if (!has(key)) {
      return Optional.empty();
    }
    if (values.get(key) instanceof ScalarNode scalar && !scalar.getValue().isBlank()) {
      return Optional.of(scalar.getValue().strip());
    }
    findings.add(values.get(key), "%s holds no text".formatted(key), right);

    return Optional.empty();
  }

  /** A text of that shape, or the default. */
  Optional<String> matching(String key, Pattern shape, String right) {
    return require(key, right)
        .filter(
            text -> {
              boolean fits = shape.matcher(text).matches();
              if (!fits) {
                refuse(key, text, right);
              }

              return fits;
            });
  }

  int integer(String key, int defaultValue, int min, int max) {
    String right = "a whole number from %d to %d".formatted(min, max);
    Optional<String> text = text(key, right);
    if (text.isEmpty()) {
      return defaultValue;
    }
    try {
      int value = Integer.parseInt(text.get());
      if (value >= min && value <= max) {
        return value;
      }
    } catch (NumberFormatException e) {
      // said below, as for a number that is too large
    }
    refuse(key, text.get(), right);

    return defaultValue;
  }

  Optional<Duration> duration(String key, Duration min, Duration max) {
    String right = "a duration from %s to %s".formatted(Durations.print(min), Durations.print(max));
    Optional<String> text = text(key, right);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      Duration value = Durations.parse(text.get());
      if (value.compareTo(min) >= 0 && value.compareTo(max) <= 0) {
        return Optional.of(value);
      }
    } catch (IllegalArgumentException e) {
      // said below, as for one that is too long
    }
    refuse(key, text.get(), right);

    return Optional.empty();
  }

  <E extends Enum<E>> E choice(String key, Class<E> type, E defaultValue) {
    List<String> words =
        List.of(type.getEnumConstants()).stream()
            .map(each -> each.name().toLowerCase(Locale.ROOT))
            .toList();
    Optional<String> text = text(key, String.join(" or ", words));
    if (text.isEmpty()) {
      return defaultValue;
    }
    if (words.contains(text.get())) {
      return type.getEnumConstants()[words.indexOf(text.get())];
    }
    refuse(key, text.get(), String.join(" or ", words));

    return defaultValue;
  }

  /** The entries of a list that must not be empty. */
  List<Node> list(String key, String right) {
    if (values.get(key) instanceof SequenceNode sequence && !sequence.getValue().isEmpty()) {
      return sequence.getValue();
    }
    findings.add(
        place(key),
        has(key) ? "%s is no list with entries".formatted(key) : "%s is missing".formatted(key),
        right);

    return List.of();
  }

  private void refuse(String key, String value, String right) {
    findings.add(values.get(key), "%s is %s".formatted(key, value), right);
  }
}
