package io.freshet.serving.orders.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.freshet.core.toolkit.NearestName;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Reads an object's members one after the other, and tells in the end of all that are wrong or that
 * nobody has asked for. A member that is null is as good as none. Where one is wrong there comes
 * some value that is of no use.
 */
final class JsonFields {
  private static final int DEGREE_DIGITS = 6;

  private final JsonNode object;
  private final String pointer;
  private final Set<String> known = new TreeSet<>();
  private final List<FieldProblem> problems;

  private JsonFields(JsonNode object, String pointer, List<FieldProblem> problems) {
    this.object = object;
    this.pointer = pointer;
    this.problems = problems;
  }

  static JsonFields of(JsonNode body) {
    JsonFields fields = new JsonFields(body, "", new ArrayList<>());
    if (!body.isObject()) {
      fields.problems.add(new FieldProblem("", "is no JSON object"));
    }

    return fields;
  }

  /** An object within this one. Its members are told of with this one's. */
  <T> Optional<T> object(String name, Function<JsonFields, T> reader) {
    JsonNode node = require(name, "an object");
    if (node.isMissingNode()) {
      return Optional.empty();
    }
    if (!node.isObject()) {
      refuse(name, "is no object");
      return Optional.empty();
    }
    JsonFields inner = new JsonFields(node, place(name), problems);
    T read = reader.apply(inner);
    inner.refuseUnknown();

    return Optional.of(read);
  }

  String text(String name, TextRule rule) {
    JsonNode node = require(name, rule.wanted());

    return node.isMissingNode() ? "" : text(name, node, rule);
  }

  Optional<String> optionalText(String name, TextRule rule) {
    JsonNode node = find(name);

    return node.isMissingNode() ? Optional.empty() : Optional.of(text(name, node, rule));
  }

  private String text(String name, JsonNode node, TextRule rule) {
    if (!node.isTextual() || !rule.holds(node.textValue())) {
      refuse(name, "is %s; %s is wanted".formatted(shown(node), rule.wanted()));
    }

    return node.asText();
  }

  /** One of some words. */
  <T> Optional<T> choice(String name, Function<String, Optional<T>> of, List<String> codes) {
    JsonNode node = require(name, "one of " + String.join(", ", codes));
    if (node.isMissingNode()) {
      return Optional.empty();
    }
    Optional<T> chosen = node.isTextual() ? of.apply(node.textValue()) : Optional.empty();
    if (chosen.isEmpty()) {
      refuse(name, "is %s%s".formatted(shown(node), NearestName.hint(node.asText(), codes)));
    }

    return chosen;
  }

  long wholeNumber(String name, long min) {
    String wanted = "a whole number of at least " + min;
    JsonNode node = require(name, wanted);

    return node.isMissingNode() ? min : wholeNumber(name, node, min);
  }

  Optional<Long> optionalWholeNumber(String name, long min) {
    JsonNode node = find(name);

    return node.isMissingNode() ? Optional.empty() : Optional.of(wholeNumber(name, node, min));
  }

  private long wholeNumber(String name, JsonNode node, long min) {
    boolean isWhole = node.isIntegralNumber() && node.canConvertToLong();
    if (!isWhole || node.longValue() < min) {
      refuse(name, "is %s; a whole number of at least %d is wanted".formatted(shown(node), min));
      return min;
    }

    return node.longValue();
  }

  /** Degrees from minus to plus {@code most}. */
  BigDecimal degrees(String name, int most) {
    String wanted =
        "a number from -%1$d to %1$d with at most %2$d digits behind the point"
            .formatted(most, DEGREE_DIGITS);
    JsonNode node = require(name, wanted);
    if (node.isMissingNode()) {
      return BigDecimal.ZERO;
    }
    // What is compared first keeps numbers out that would be long to spell out.
    boolean isWithin =
        node.isNumber() && node.decimalValue().abs().compareTo(BigDecimal.valueOf(most)) <= 0;
    if (!isWithin || node.decimalValue().stripTrailingZeros().scale() > DEGREE_DIGITS) {
      refuse(name, "is %s; %s is wanted".formatted(shown(node), wanted));
      return BigDecimal.ZERO;
    }

    return node.decimalValue().setScale(DEGREE_DIGITS, RoundingMode.UNNECESSARY);
  }

  /** Whether it is there and true. */
  boolean flag(String name) {
    JsonNode node = find(name);
    if (!node.isMissingNode() && !node.isBoolean()) {
      refuse(name, "is %s; true or false is wanted".formatted(shown(node)));
    }

    return node.asBoolean(false);
  }

  Optional<Instant> optionalTime(String name) {
    JsonNode node = find(name);
    if (node.isMissingNode()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          OffsetDateTime.parse(node.isTextual() ? node.textValue() : "").toInstant());
    } catch (DateTimeException e) {
      refuse(name, "is %s; a time such as 2026-03-01T18:30:00Z is wanted".formatted(shown(node)));
      return Optional.empty();
    }
  }

  void refuse(String name, String detail) {
    problems.add(new FieldProblem(place(name), detail));
  }

  /**
   * @throws RefusedRequestException with all that is wrong
   */
  void requireSound() {
    refuseUnknown();
    if (!problems.isEmpty()) {
      throw new RefusedRequestException(Problem.of(problems));
    }
  }

  private void refuseUnknown() {
    object
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!known.contains(name)) {
                refuse(name, "is not known here" + NearestName.hint(name, known));
              }
            });
  }

  private JsonNode require(String name, String wanted) {
    JsonNode node = find(name);
    if (node.isMissingNode()) {
      refuse(name, "is missing; %s is wanted".formatted(wanted));
    }

    return node;
  }

  private JsonNode find(String name) {
    known.add(name);
    JsonNode node = object.path(name);

    return node.isNull() ? MissingNode.getInstance() : node;
  }

  private String place(String name) {
    return pointer + "/" + name.replace("~", "~0").replace("/", "~1");
  }

  /** Short enough to be read, whatever it is. */
  private static String shown(JsonNode node) {
    if (node.isContainerNode()) {
      return node.isObject() ? "an object" : "an array";
    }
    String text = node.isTextual() ? node.toString() : node.asText();

    return text.length() <= 40 ? text : text.substring(0, 40) + "…";
  }
}
