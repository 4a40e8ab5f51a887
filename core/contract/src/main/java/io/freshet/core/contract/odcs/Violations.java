package io.freshet.core.contract.odcs;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonNodePath;
import com.networknt.schema.ValidationMessage;
import io.freshet.core.contract.odcs.OdcsStandard.Violation;
import io.freshet.core.toolkit.NearestName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Boils a validator's messages down to what a person has to change. A schema of alternatives and
 * nested references says one thing many times: each branch of a {@code oneOf} complains, and one
 * wrong value makes all keys beside it look unknown.
 */
final class Violations {
  private static final Set<String> UNKNOWN_KEY =
      Set.of("additionalProperties", "unevaluatedProperties");

  private final Set<String> keys;

  Violations(Set<String> keys) {
    this.keys = keys;
  }

  List<Violation> of(Collection<ValidationMessage> messages) {
    List<ValidationMessage> decided = Alternatives.decided(messages);
    List<Violation> violations = new ArrayList<>();
    decided.stream()
        .filter(message -> !UNKNOWN_KEY.contains(message.getType()))
        .map(Violations::violation)
        .forEach(violations::add);
    tellingUnknownKeys(decided).stream().map(this::unknownKey).distinct().forEach(violations::add);

    return merged(violations);
  }

  /** One violation where several types would do, each of which has complained. */
  private static List<Violation> merged(List<Violation> violations) {
    Map<Violation, String> remedies = new LinkedHashMap<>();
    for (Violation violation : violations) {
      remedies.merge(
          new Violation(violation.path(), violation.problem(), ""),
          violation.remedy(),
          (one, other) -> one + ", or " + other);
    }

    return remedies.entrySet().stream()
        .map(
            entry ->
                new Violation(entry.getKey().path(), entry.getKey().problem(), entry.getValue()))
        .toList();
  }

  /**
   * A key that the standard has elsewhere may only seem unknown, because a value at or below the
   * place is wrong or because a closer schema has told already which keys are.
   */
  private List<ValidationMessage> tellingUnknownKeys(List<ValidationMessage> messages) {
    Set<String> explained = new HashSet<>();
    Map<String, Integer> closestSchema = new HashMap<>();
    for (ValidationMessage message : messages) {
      String place = path(message.getInstanceLocation());
      if (UNKNOWN_KEY.contains(message.getType())) {
        closestSchema.merge(place, message.getEvaluationPath().getNameCount(), Math::max);
      } else {
        explained.add(place);
      }
      // Above a place that is in already, all are.
      while (!place.isEmpty() && explained.add(Paths.parent(place))) {
        place = Paths.parent(place);
      }
    }

    return messages.stream()
        .filter(message -> UNKNOWN_KEY.contains(message.getType()))
        .filter(
            message -> {
              String place = path(message.getInstanceLocation());
              int schema = message.getEvaluationPath().getNameCount();
              return !keys.contains(message.getProperty())
                  || !explained.contains(place) && schema == closestSchema.get(place);
            })
        .toList();
  }

  private Violation unknownKey(ValidationMessage message) {
    String key = message.getProperty();
    String remedy =
        NearestName.of(key, keys)
            .filter(near -> !near.equals(key))
            .orElse("a key of ODCS %s, or none".formatted(OdcsStandard.API_VERSION));

    return new Violation(
        Paths.key(path(message.getInstanceLocation()), key),
        "%s is no key that ODCS has here".formatted(key),
        remedy);
  }

  private static Violation violation(ValidationMessage message) {
    String place = path(message.getInstanceLocation());
    JsonNode expected = message.getSchemaNode();

    return switch (message.getType()) {
      case "required" ->
          new Violation(
              Paths.key(place, message.getProperty()),
              "%s is missing".formatted(message.getProperty()),
              "a value, as ODCS requires one");
      case "type" ->
          new Violation(
              place,
              "%s is of another type".formatted(OdcsDocument.print(message.getInstanceNode())),
              remedy(expected.asText()));
      case "enum" -> {
        List<String> words = new ArrayList<>();
        expected.forEach(word -> words.add(word.asText()));
        yield new Violation(
            place,
            "%s is no word that ODCS has here"
                .formatted(OdcsDocument.print(message.getInstanceNode())),
            NearestName.of(message.getInstanceNode().asText(), words)
                .orElse("one of " + String.join(", ", words)));
      }
      case "oneOf" ->
          new Violation(
              place,
              "%s has none of the keys that ODCS asks for here, or more than one"
                  .formatted(OdcsDocument.print(message.getInstanceNode())),
              "exactly one of " + String.join(", ", requiredKeys(expected)));
      default ->
          new Violation(
              place, message.getError(), "what ODCS %s says".formatted(OdcsStandard.API_VERSION));
    };
  }

  private static String remedy(String type) {
    return switch (type) {
      case "string" -> "text, in quotes where YAML takes it for something else";
      case "boolean" -> "true or false";
      case "array" -> "a list";
      case "object" -> "a map";
      case "integer" -> "a whole number";
      case "null" -> "nothing";
      default -> "a " + type;
    };
  }

  private static List<String> requiredKeys(JsonNode alternatives) {
    List<String> keys = new ArrayList<>();
    for (JsonNode alternative : alternatives) {
      alternative.path("required").forEach(key -> keys.add(key.asText()));
    }

    return keys;
  }

  private static String path(JsonNodePath location) {
    String path = Paths.ROOT;
    for (int i = 0; i < location.getNameCount(); i++) {
      Object step = location.getElement(i);
      path = step instanceof Integer index ? Paths.item(path, index) : Paths.key(path, "" + step);
    }

    return path;
  }
}
