package io.freshet.cli.lake;

import io.freshet.cli.output.TextTable;
import io.freshet.warehouse.trino.query.TrinoClient;
import io.freshet.warehouse.trino.query.TrinoJson;
import java.io.PrintWriter;
import java.util.List;

/** Shows Trino's answers as a table. */
public final class TrinoTables {
  private TrinoTables() {}

  public static void print(TrinoClient.Answer answer, PrintWriter out) {
    TextTable table = new TextTable(answer.columns());
    for (List<Object> row : answer.rows()) {
      table.row(row.stream().map(cell -> cell == null ? "null" : TrinoJson.text(cell)).toArray());
    }
    table.print(out);
  }
}
