package io.freshet.cli.sql;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.cli.lake.TrinoTables;
import io.freshet.warehouse.trino.query.TrinoClient.Answer;
import io.freshet.warehouse.trino.query.TrinoJson;
import java.io.PrintWriter;
import java.util.List;
import java.util.stream.Collectors;

/** How an answer is written to standard output. */
enum AnswerFormat {
  /** Aligned columns, for people. */
  TABLE {
    @Override
    void print(Answer answer, PrintWriter out) {
      TrinoTables.print(answer, out);
    }
  },
  /** RFC 4180 with a header; null is an empty field, an empty text is {@code ""}. */
  CSV {
    @Override
    void print(Answer answer, PrintWriter out) {
      out.print(line(List.copyOf(answer.columns())));
      answer.rows().forEach(row -> out.print(line(row)));
      out.flush();
    }
  },
  /** JSON lines: one object per row. */
  JSON {
    @Override
    void print(Answer answer, PrintWriter out) {
      for (ObjectNode row : TrinoJson.rows(answer)) {
        out.print(row + "\n");
      }
      out.flush();
    }
  };

  private static final String END_OF_LINE = "\r\n";

  abstract void print(Answer answer, PrintWriter out);

  private static String line(List<?> cells) {
    return cells.stream().map(AnswerFormat::field).collect(Collectors.joining(",")) + END_OF_LINE;
  }

  private static String field(Object value) {
    if (value == null) {
      return "";
    }
    String text = TrinoJson.text(value);
    boolean plain = !text.isEmpty() && text.chars().noneMatch(c -> ",\"\r\n".indexOf(c) >= 0);

    return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
  }
}
