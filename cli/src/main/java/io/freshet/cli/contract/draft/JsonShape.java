package io.freshet.cli.contract.draft;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** What has been seen of one place in JSON samples. */
final class JsonShape {
  private final Set<Kind> kinds = EnumSet.noneOf(Kind.class);
  private final Map<String, JsonShape> parts = new LinkedHashMap<>();
  private JsonShape element;
  private long seen;

  /** What a value is, nulls apart. */
  enum Kind {
    BOOLEAN,
    INTEGER,
    /** Whole, and beyond 64 bits. */
    HUGE,
    FRACTION,
    TEXT,
    DATE,
    TIMESTAMP,
    ARRAY,
    OBJECT
  }

  void see(JsonNode value) {
    if (value.isNull()) {
      return;
    }
    seen++;
    kinds.add(kind(value));
    value
        .properties()
        .forEach(
            part ->
                parts.computeIfAbsent(part.getKey(), name -> new JsonShape()).see(part.getValue()));
    if (value.isArray()) {
      element = element == null ? new JsonShape() : element;
      value.forEach(element::see);
      element.hasNull |= anyNull(value);
    }
  }

  private boolean hasNull;

  private static boolean anyNull(JsonNode array) {
    for (JsonNode each : array) {
      if (each.isNull()) {
        return true;
      }
    }

    return false;
  }

  /** Among the elements of an array. */
  boolean hasNull() {
    return hasNull;
  }

  /** How often it was there and not null. */
  long seen() {
    return seen;
  }

  Set<Kind> kinds() {
    return kinds;
  }

  /** Of objects, by name. */
  Map<String, JsonShape> parts() {
    return parts;
  }

  /** Of arrays. */
  JsonShape element() {
    return element;
  }

  private static Kind kind(JsonNode value) {
    return switch (value.getNodeType()) {
      case BOOLEAN -> Kind.BOOLEAN;
      case NUMBER ->
          value.isIntegralNumber()
              ? value.canConvertToLong() ? Kind.INTEGER : Kind.HUGE
              : Kind.FRACTION;
      case ARRAY -> Kind.ARRAY;
      case OBJECT -> Kind.OBJECT;
      default -> text(value.asText());
    };
  }

  private static Kind text(String text) {
    try {
      if (text.matches("\\d{4}-\\d{2}-\\d{2}")) {
        LocalDate.parse(text);
        return Kind.DATE;
      }
      if (text.matches("\\d{4}-\\d{2}-\\d{2}T.{5,30}")) {
        OffsetDateTime.parse(text);
        return Kind.TIMESTAMP;
      }
    } catch (DateTimeException onlyLooksLikeOne) {
      return Kind.TEXT;
    }

    return Kind.TEXT;
  }
}
