package io.freshet.cli.stream;

import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Field;
import io.freshet.core.envelope.Decoded;
import io.freshet.core.envelope.stream.Position;
import io.freshet.core.envelope.view.RoleView;
import java.io.PrintWriter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Events for people, under a header; a column grows with the first value that is too wide for it.
 */
final class EventTable implements EventPrinter {
  private static final int LONGEST_CELL = 60;
  private static final String RECEIVED = "received";
  private static final String PLACE = "place";
  private static final int WIDTH_OF_A_TIME = 24;
  private static final int WIDTH_OF_A_PLACE = 9;

  private final RoleView view;
  private final PrintWriter out;
  private final List<String> header = new ArrayList<>(List.of(RECEIVED, PLACE));
  private final int[] widths;
  private boolean isBegun;

  EventTable(Contract contract, RoleView view, PrintWriter out) {
    this.view = view;
    this.out = out;
    contract.schema().fields().stream().map(Field::name).forEach(header::add);
    this.widths = header.stream().mapToInt(String::length).toArray();
    widths[0] = WIDTH_OF_A_TIME;
    widths[1] = WIDTH_OF_A_PLACE;
  }

  @Override
  public void event(Position position, Decoded.Event event) {
    line(cells(position, event));
  }

  @Override
  public void test(Position position, Decoded.Event event) {
    List<String> cells = cells(position, event);
    cells.set(1, cells.get(1) + " test");
    line(cells);
  }

  private List<String> cells(Position position, Decoded.Event event) {
    List<String> cells = place(position);
    view.json(event.payload()).forEach(value -> cells.add(cell(value)));

    return cells;
  }

  @Override
  public void refused(Position position, Decoded.Refused refused) {
    List<String> cells = place(position);
    cells.add("! %s: %s".formatted(refused.cause().code(), printable(refused.detail())));
    line(cells);
  }

  @Override
  public boolean isCutOff() {
    return out.checkError();
  }

  @Override
  public void close() {
    out.flush();
  }

  private static List<String> place(Position position) {
    return new ArrayList<>(
        List.of(
            position.receivedAt().truncatedTo(ChronoUnit.MILLIS).toString(),
            position.partition() + ":" + position.offset()));
  }

  private void line(List<String> cells) {
    if (!isBegun) {
      widen(cells);
      out.println(aligned(header));
      isBegun = true;
    }
    widen(cells);
    out.println(aligned(cells));
  }

  /** The last cell needs no room behind it. */
  private void widen(List<String> cells) {
    for (int i = 0; i < cells.size() - 1; i++) {
      widths[i] = Math.max(widths[i], cells.get(i).length());
    }
  }

  private String aligned(List<String> cells) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < cells.size(); i++) {
      String cell = cells.get(i);
      char[] padding = new char[Math.max(0, widths[i] - cell.length()) + 2];
      Arrays.fill(padding, ' ');
      line.append(cell).append(padding);
    }

    return line.toString().stripTrailing();
  }

  private static String cell(JsonNode value) {
    String text = printable(value.isTextual() ? value.textValue() : value.toString());

    return text.length() <= LONGEST_CELL ? text : text.substring(0, LONGEST_CELL - 1) + "…";
  }

  /** What an event holds must not steer the terminal. */
  static String printable(String text) {
    return text.replaceAll("\\p{gc=Cc}", "�");
  }
}
