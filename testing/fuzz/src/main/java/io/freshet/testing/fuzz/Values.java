package io.freshet.testing.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/** Values that a schema takes, and values that it does not take for little. */
final class Values {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final int MAX_DEPTH = 8;
  private static final int FAR = 1 << 20;

  private static final List<String> STRANGE =
      List.of(
          "",
          " ",
          "\u0000",
          "a\u0000b",
          "\ud800",
          "\udc00\ud800",
          "\u202eabc",
          "\u200b\ufeff",
          "e\u0301\u0301\u0301",
          "\ud83d\ude97",
          "'; drop table orders; --",
          "{{7*7}}${7*7}",
          "../../../../etc/passwd",
          "<script>alert(1)</script>",
          "%00%ff",
          "line\r\nX-Injected: yes",
          "NaN",
          "null",
          "1e309",
          "9".repeat(400),
          "a".repeat(5000),
          "\u001f");

  private final Map<String, List<JsonNode>> known;

  /**
   * @param known by the names of parameters and properties
   */
  Values(Map<String, List<JsonNode>> known) {
    this.known = known;
  }

  static String strange(Random random) {
    return STRANGE.get(random.nextInt(STRANGE.size()));
  }

  /** One that the schema takes, as far as the schema says all. */
  JsonNode valid(String name, JsonNode schema, Random random) {
    return valid(name, schema, random, 0);
  }

  /** One that is wrong in one place; sometimes in none, where nothing can be. */
  JsonNode near(String name, JsonNode schema, Random random) {
    JsonNode right = valid(name, schema, random);
    if (right instanceof ObjectNode object && random.nextInt(5) > 0) {
      return nearObject(object, schema, random);
    }
    if (right instanceof ArrayNode array && random.nextInt(4) > 0) {
      return nearArray(array, schema, random);
    }

    return wrongScalar(schema, right, random);
  }

  private JsonNode valid(String name, JsonNode schema, Random random, int depth) {
    List<JsonNode> given = known.getOrDefault(name, List.of());
    if (!given.isEmpty()) {
      return pick(given, random);
    }
    if (schema.path("nullable").asBoolean() && random.nextInt(5) == 0) {
      return JSON.nullNode();
    }
    if (schema.has("enum")) {
      return schema.get("enum").get(random.nextInt(schema.get("enum").size()));
    }
    if (schema.has("example")) {
      return schema.get("example");
    }
    if (schema.has("oneOf")) {
      return valid(name, pick(children(schema.get("oneOf")), random), random, depth);
    }

    return switch (schema.path("type").asText()) {
      case "integer" -> JSON.numberNode(integer(schema, random));
      case "number" -> JSON.numberNode(number(schema, random));
      case "boolean" -> JSON.booleanNode(random.nextBoolean());
      case "string" -> JSON.textNode(text(schema, random));
      case "array" -> array(name, schema, random, depth);
      case "object" -> object(schema, random, depth);
      default -> any(random);
    };
  }

  private ObjectNode object(JsonNode schema, Random random, int depth) {
    ObjectNode object = JSON.objectNode();
    List<String> required = texts(schema.path("required"));
    schema
        .path("properties")
        .properties()
        .forEach(
            property -> {
              boolean isWanted = depth < MAX_DEPTH && random.nextInt(3) == 0;
              if (required.contains(property.getKey()) || isWanted) {
                object.set(
                    property.getKey(),
                    valid(property.getKey(), property.getValue(), random, depth + 1));
              }
            });
    JsonNode more = schema.path("additionalProperties");
    if (more.isObject() && random.nextBoolean()) {
      object.set("fuzz", valid("", more, random, depth + 1));
    }

    return object;
  }

  private ArrayNode array(String name, JsonNode schema, Random random, int depth) {
    int least = schema.path("minItems").asInt(0);
    int most = Math.max(least, Math.min(schema.path("maxItems").asInt(3), least + 3));
    ArrayNode array = JSON.arrayNode();
    int length = depth > MAX_DEPTH ? least : least + random.nextInt(most - least + 1);
    IntStream.range(0, length)
        .forEach(i -> array.add(valid(name + "[]", schema.path("items"), random, depth + 1)));

    return array;
  }

  private static long integer(JsonNode schema, Random random) {
    long least = schema.path("minimum").asLong(1);
    long most = schema.path("maximum").asLong(Math.max(least, 1000));
    int edge = random.nextInt(6);
    if (edge == 0) {
      return least;
    }

    return edge == 1 ? most : least + (long) (random.nextDouble() * (most - least));
  }

  private static double number(JsonNode schema, Random random) {
    double least = schema.path("minimum").asDouble(0);
    double most = schema.path("maximum").asDouble(least + 1000);

    return least + random.nextDouble() * (most - least);
  }

  private static String text(JsonNode schema, Random random) {
    if ("date-time".equals(schema.path("format").asText())) {
      return "2026-11-01T08:00:00.%03dZ".formatted(random.nextInt(1000));
    }
    int least = schema.path("minLength").asInt(0);
    int most = schema.path("maxLength").asInt(Math.max(least, 40));
    String word = "fuzz-" + Integer.toString(random.nextInt(FAR), Character.MAX_RADIX);
    if (word.length() > most) {
      return word.substring(0, most);
    }

    return word + "x".repeat(Math.max(0, least - word.length()));
  }

  private static JsonNode any(Random random) {
    return switch (random.nextInt(5)) {
      case 0 -> JSON.nullNode();
      case 1 -> JSON.numberNode(random.nextInt());
      case 2 -> JSON.textNode(strange(random));
      case 3 -> JSON.arrayNode().add(random.nextInt());
      default -> JSON.objectNode().put("fuzz", random.nextInt());
    };
  }

  private JsonNode nearObject(ObjectNode object, JsonNode schema, Random random) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    ObjectNode copy = object.deepCopy();
    if (names.isEmpty()) {
      return copy.set("fuzz_" + random.nextInt(9), any(random));
    }
    String name = pick(names, random);
    switch (random.nextInt(6)) {
      case 0 -> copy.remove(name);
      case 1 -> copy.set(strange(random), any(random));
      case 2 -> copy.putNull(name);
      default -> copy.set(name, near(name, schema.path("properties").path(name), random));
    }

    return copy;
  }

  private JsonNode nearArray(ArrayNode array, JsonNode schema, Random random) {
    ArrayNode copy = array.deepCopy();
    JsonNode items = schema.path("items");
    switch (random.nextInt(4)) {
      case 0 -> copy.removeAll();
      case 1 -> copy.add(any(random));
      case 2 -> {
        JsonNode item = valid("", items, random);
        IntStream.range(0, 1200).forEach(i -> copy.add(item));
      }
      default -> copy.add(near("", items, random));
    }

    return copy;
  }

  private static JsonNode wrongScalar(JsonNode schema, JsonNode right, Random random) {
    int choice = random.nextInt(4);
    if (choice == 0) {
      return any(random);
    }
    if (right.isIntegralNumber()) {
      return wrongInteger(schema, random);
    }
    if (right.isTextual() && choice == 1) {
      int most = schema.path("maxLength").asInt(right.asText().length());

      return JSON.textNode("x".repeat(most + 1));
    }
    if (right.isNumber() && choice == 1) {
      return JSON.numberNode(schema.path("maximum").asDouble(Double.MAX_VALUE) + 1e-6);
    }

    return JSON.textNode(strange(random));
  }

  private static JsonNode wrongInteger(JsonNode schema, Random random) {
    return switch (random.nextInt(8)) {
      case 0 -> JSON.numberNode(schema.path("minimum").asLong(0) - 1);
      case 1 -> JSON.numberNode(schema.path("maximum").asLong(Integer.MAX_VALUE) + 1);
      case 2 -> JSON.numberNode(Long.MIN_VALUE);
      case 3 -> JSON.numberNode(Long.MAX_VALUE);
      case 4 -> BigIntegerNode.valueOf(BigInteger.TEN.pow(40));
      case 5 -> JSON.numberNode(1.5);
      case 6 -> JSON.textNode("1");
      default -> JSON.booleanNode(true);
    };
  }

  private static List<JsonNode> children(JsonNode array) {
    List<JsonNode> all = new ArrayList<>();
    array.forEach(all::add);

    return all;
  }

  private static List<String> texts(JsonNode array) {
    return children(array).stream().map(JsonNode::asText).toList();
  }

  static <T> T pick(List<T> all, Random random) {
    return all.get(random.nextInt(all.size()));
  }
}
