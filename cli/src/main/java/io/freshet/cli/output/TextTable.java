package io.freshet.cli.output;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** A plain table for terminals: columns as wide as they must be, numbers to the right. */
public final class TextTable {
  private static final int GAP = 2;

  private final List<String> header;
  private final List<List<String>> rows = new ArrayList<>();

  public TextTable(String... header) {
    this.header = List.of(header);
  }

  public TextTable(List<String> header) {
    this.header = List.copyOf(header);
  }

  public void row(Object... cells) {
    List<String> row = new ArrayList<>();
    for (Object cell : cells) {
      row.add(cell == null ? "" : cell.toString());
    }
    rows.add(row);
  }

  public void print(PrintWriter out) {
    int[] widths = new int[header.size()];
    boolean[] numeric = new boolean[header.size()];
    for (int column = 0; column < header.size(); column++) {
      widths[column] = header.get(column).length();
      numeric[column] = !rows.isEmpty();
      for (List<String> row : rows) {
        String cell = row.get(column);
        widths[column] = Math.max(widths[column], cell.length());
        numeric[column] &= cell.isEmpty() || cell.matches("-?[\\d,.]+( ?(s|ms|MB|%))?");
      }
    }
    out.println(line(header, widths, numeric));
    rows.forEach(row -> out.println(line(row, widths, numeric)));
  }

  private static String line(List<String> cells, int[] widths, boolean[] numeric) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < cells.size(); column++) {
      String cell = cells.get(column);
      String padding = " ".repeat(widths[column] - cell.length());
      line.append(numeric[column] ? padding + cell : cell + padding).append(" ".repeat(GAP));
    }

    return line.toString().stripTrailing();
  }
}
