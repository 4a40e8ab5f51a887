package io.freshet.core.contract.reading;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.freshet.core.contract.odcs.OdcsDocument;
import io.freshet.core.contract.odcs.Paths;
import io.freshet.core.toolkit.Durations;
import io.freshet.core.toolkit.NearestName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Typed reads of keys that stand together. What does not fit becomes a finding and reads as absent,
 * so that one reading finds everything.
 */
final class Section {
  /** A century: more is a slip, and less than what fits into milliseconds. */
  static final Duration LONGEST = Duration.ofDays(36_500);

  private final String path;
  private final Map<String, Located> values;
  private final Findings findings;

  private Section(String path, Map<String, Located> values, Findings findings) {
    this.path = path;
    this.values = values;
    this.findings = findings;
  }

  /**
   * The keys of a map; empty when {@code node} is none, which is for the standard to complain of.
   */
  static Section ofMap(JsonNode node, String path, Findings findings) {
    Map<String, Located> values = new LinkedHashMap<>();
    node.properties()
        .forEach(
            entry -> {
              String child = Paths.key(path, entry.getKey());
              values.put(
                  entry.getKey(), new Located(entry.getValue(), child, findings.line(child)));
            });

    return new Section(path, values, findings);
  }

  /** The customProperties below {@code parent}; keys that are not {@code known} are findings. */
  static Section ofCustomProperties(Section parent, ContractKey.Place place, Findings findings) {
    Map<String, Located> values = new LinkedHashMap<>();
    String path = Paths.key(parent.path, "customProperties");
    List<String> known = ContractKey.at(place);
    int index = 0;
    for (JsonNode entry : parent.node("customProperties")) {
      String entryPath = Paths.item(path, index++);
      if (!entry.path("property").isTextual() || !entry.has("value")) {
        continue;
      }
      String key = entry.get("property").textValue();
      String valuePath = Paths.key(entryPath, "value");
      int line = findings.line(valuePath);
      Located value = new Located(entry.get("value"), Paths.key(path, key), line);
      findings.name(value.path(), valuePath);
      if (!known.contains(key)) {
        findings.add(
            value, "%s is no custom property of Freshet's".formatted(key), nearest(key, known));
      } else if (values.putIfAbsent(key, value) != null) {
        findings.add(value, "%s is given twice".formatted(key), "each custom property once");
      }
    }

    return new Section(path, values, findings);
  }

  private static String nearest(String key, List<String> known) {
    if (known.isEmpty()) {
      return "the contract's own customProperties, at the top level";
    }

    return NearestName.of(key, known).orElse("one of " + String.join(", ", known));
  }

  String path() {
    return path;
  }

  boolean has(ContractKey key) {
    return values.containsKey(key.key());
  }

  /** Where a key stands or, when it is missing, where it should. */
  Located place(ContractKey key) {
    Located value = values.get(key.key());
    if (value != null) {
      return value;
    }
    String missing = Paths.key(path, key.key());

    return new Located(MissingNode.getInstance(), missing, findings.line(missing));
  }

  JsonNode node(String key) {
    Located value = values.get(key);

    return value == null ? MissingNode.getInstance() : value.node();
  }

  Section section(ContractKey key) {
    Located place = place(key);

    return ofMap(place.node(), place.path(), findings);
  }

  /** Text that is there and not blank; its absence is a finding. */
  Optional<String> requiredText(ContractKey key, String remedy) {
    if (!has(key)) {
      findings.add(place(key), "%s is missing".formatted(key.key()), remedy);
      return Optional.empty();
    }
    Optional<String> text = text(key);
    if (text.isPresent() && text.get().isBlank()) {
      findings.add(place(key), "%s is blank".formatted(key.key()), remedy);
      return Optional.empty();
    }

    return text;
  }

  Optional<String> text(ContractKey key) {
    return read(key, "text", node -> node.isTextual() ? node.textValue().strip() : null);
  }

  Optional<Boolean> flag(ContractKey key) {
    return read(key, "true or false", node -> node.isBoolean() ? node.booleanValue() : null);
  }

  Optional<Integer> wholeNumber(ContractKey key, int min, int max) {
    return read(
        key,
        "a whole number from %d to %d".formatted(min, max),
        node ->
            node.isIntegralNumber()
                    && node.canConvertToInt()
                    && node.intValue() >= min
                    && node.intValue() <= max
                ? node.intValue()
                : null);
  }

  Optional<Duration> duration(ContractKey key) {
    return read(key, "a duration such as 30s, 5m, 2h or 7d", Section::duration);
  }

  Optional<List<String>> names(ContractKey key) {
    return read(key, "a list of names", Section::names);
  }

  /** Texts by names, in their order. */
  Optional<Map<String, String>> texts(ContractKey key) {
    return read(key, "a map of texts", Section::texts);
  }

  /** A constant of an enum, written as {@code spelling} spells it. */
  <E extends Enum<E>> Optional<E> choice(
      ContractKey key, Class<E> type, UnaryOperator<String> spelling) {
    List<E> constants = Arrays.asList(type.getEnumConstants());
    List<String> words =
        constants.stream().map(constant -> spelling.apply(constant.name())).toList();

    return read(
        key,
        "one of " + String.join(", ", words),
        node ->
            node.isTextual() && words.contains(node.textValue())
                ? constants.get(words.indexOf(node.textValue()))
                : null);
  }

  /** Constants of an enum, each written as {@link #choice} has it. */
  <E extends Enum<E>> Optional<List<E>> choices(
      ContractKey key, Class<E> type, UnaryOperator<String> spelling) {
    List<E> constants = Arrays.asList(type.getEnumConstants());
    List<String> words =
        constants.stream().map(constant -> spelling.apply(constant.name())).toList();

    return read(
        key,
        "a list out of " + String.join(", ", words),
        node ->
            Optional.ofNullable(names(node))
                .filter(words::containsAll)
                .map(given -> given.stream().map(words::indexOf).map(constants::get).toList())
                .orElse(null));
  }

  /** What is no key of this place becomes a finding; for maps that the standard leaves open. */
  void refuseUnknown(ContractKey.Place place) {
    List<String> known = ContractKey.at(place);
    values.forEach(
        (key, value) -> {
          if (!known.contains(key)) {
            findings.add(value, "%s is no key here".formatted(key), nearest(key, known));
          }
        });
  }

  static String lowerCase(String constant) {
    return constant.toLowerCase(Locale.ROOT);
  }

  private <T> Optional<T> read(ContractKey key, String remedy, Function<JsonNode, T> conversion) {
    Located value = values.get(key.key());
    if (value == null) {
      return Optional.empty();
    }
    T converted = conversion.apply(value.node());
    if (converted == null) {
      findings.add(
          value, "%s is %s".formatted(key.key(), OdcsDocument.print(value.node())), remedy);
    }

    return Optional.ofNullable(converted);
  }

  private static Duration duration(JsonNode node) {
    if (!node.isTextual()) {
      return null;
    }
    try {
      Duration duration = Durations.parse(node.textValue());

      return duration.compareTo(LONGEST) <= 0 ? duration : null;
    } catch (IllegalArgumentException noDuration) {
      return null;
    }
  }

  private static Map<String, String> texts(JsonNode node) {
    if (!node.isObject()) {
      return null;
    }
    Map<String, String> texts = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      if (!entry.getValue().isTextual()) {
        return null;
      }
      texts.put(entry.getKey(), entry.getValue().textValue());
    }

    return texts;
  }

  private static List<String> names(JsonNode node) {
    if (!node.isArray()) {
      return null;
    }
    List<String> names = new ArrayList<>();
    for (JsonNode item : node) {
      if (!item.isTextual()) {
        return null;
      }
      names.add(item.textValue());
    }

    return names;
  }
}
