package io.freshet.cli.lake;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.cli.output.TextTable;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.util.List;

/** Shows Trino's answers: as a table or as JSON. */
public final class TrinoTables {
  private TrinoTables() {}

  public static void print(TrinoClient.Answer answer, PrintWriter out) {
    TextTable table = new TextTable(answer.columns());
    for (List<Object> row : answer.rows()) {
      table.row(row.toArray());
    }
    table.print(out);
  }

  static ObjectNode json(TrinoClient.Answer answer) {
    ObjectNode root =
        JsonNodeFactory.instance.objectNode().put("ok", true).put("whole", answer.isWhole());
    ArrayNode rows = root.putArray("rows");
    for (List<Object> row : answer.rows()) {
      ObjectNode node = rows.addObject();
      for (int column = 0; column < row.size(); column++) {
        put(node, answer.columns().get(column), row.get(column));
      }
    }

    return root;
  }

  private static void put(ObjectNode node, String name, Object value) {
    if (value == null) {
      node.putNull(name);
    } else if (value instanceof Integer || value instanceof Long || value instanceof Short) {
      node.put(name, ((Number) value).longValue());
    } else if (value instanceof BigDecimal decimal) {
      node.put(name, decimal);
    } else if (value instanceof Number number) {
      node.put(name, number.doubleValue());
    } else if (value instanceof Boolean flag) {
      node.put(name, flag);
    } else {
      node.put(name, value.toString());
    }
  }
}
