package io.freshet.warehouse.trino.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Trino's answers as JSON, and single values as text. */
public final class TrinoJson {
  private TrinoJson() {}

  /** One object per row, in their order. */
  public static List<ObjectNode> rows(TrinoClient.Answer answer) {
    List<ObjectNode> rows = new ArrayList<>();
    json(answer).path("rows").forEach(row -> rows.add((ObjectNode) row));

    return rows;
  }

  /** A value as text; arrays, rows and maps as JSON. */
  public static String text(Object value) {
    return value instanceof List<?> || value instanceof Map<?, ?>
        ? json(value).toString()
        : value.toString();
  }

  public static ObjectNode json(TrinoClient.Answer answer) {
    ObjectNode root =
        JsonNodeFactory.instance.objectNode().put("ok", true).put("whole", answer.isWhole());
    ArrayNode rows = root.putArray("rows");
    for (List<Object> row : answer.rows()) {
      ObjectNode node = rows.addObject();
      for (int column = 0; column < row.size(); column++) {
        node.set(answer.columns().get(column), json(row.get(column)));
      }
    }

    return root;
  }

  private static JsonNode json(Object value) {
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    if (value == null) {
      return nodes.nullNode();
    }
    if (value instanceof List<?> list) {
      ArrayNode array = nodes.arrayNode();
      list.forEach(each -> array.add(json(each)));

      return array;
    }
    if (value instanceof Map<?, ?> map) {
      ObjectNode object = nodes.objectNode();
      map.forEach((key, each) -> object.set(key.toString(), json(each)));

      return object;
    }

    return scalar(value, nodes);
  }

  private static JsonNode scalar(Object value, JsonNodeFactory nodes) {
    if (value instanceof Integer || value instanceof Long || value instanceof Short) {
      return nodes.numberNode(((Number) value).longValue());
    }
    if (value instanceof BigDecimal decimal) {
      return nodes.numberNode(decimal);
    }
    if (value instanceof Number number) {
      return nodes.numberNode(number.doubleValue());
    }

    return value instanceof Boolean flag
        ? nodes.booleanNode(flag)
        : nodes.textNode(value.toString());
  }
}
