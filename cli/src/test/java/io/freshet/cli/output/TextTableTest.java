package io.freshet.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class TextTableTest {
  @Test
  void putsNumbersToTheRightAndWordsToTheLeft() {
    TextTable table = new TextTable("table", "rows");
    table.row("raw.dasher_pings", "1,250");
    table.row("raw.markets", 7);

    assertThat(printed(table))
        .isEqualTo(
            """
            table              rows
            raw.dasher_pings  1,250
            raw.markets           7
            """);
  }

  @Test
  void leavesACellEmptyThatHasNoValue() {
    TextTable table = new TextTable("a", "b");
    table.row(null, "x");

    assertThat(printed(table)).isEqualTo("a  b\n   x\n");
  }

  @Test
  void printsTheHeaderOfATableWithoutRows() {
    assertThat(printed(new TextTable("market", "pings"))).isEqualTo("market  pings\n");
  }

  private static String printed(TextTable table) {
    StringWriter text = new StringWriter();
    PrintWriter out = new PrintWriter(text);
    table.print(out);
    out.flush();

    return text.toString().replace(System.lineSeparator(), "\n");
  }
}
