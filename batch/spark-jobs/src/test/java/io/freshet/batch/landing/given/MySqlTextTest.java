package io.freshet.batch.landing.given;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.batch.landing.database.MySqlCell;
import io.freshet.batch.landing.database.MySqlCell.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MySqlTextTest {
  private static final ZoneId OSLO = ZoneId.of("Europe/Oslo");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "TEXT | say \"so\" | \"say \\\"so\\\"\"",
        "NUMBER | 00042 | 42",
        "NUMBER | 18446744073709551615 | 18446744073709551615",
        "NUMBER | 0000012.30 | 12.30",
        "NUMBER | 1e300 | 1E+300",
        "FLOAT | 0.10000000149011612 | 0.1",
        "TRUTH | 0 | false",
        "TRUTH | 1 | true",
        "TRUTH | -1 | -1",
        "DOCUMENT | {\"a\":  [1]} | {\"a\":  [1]}",
        "DOCUMENT | {\"a\": | \"{\\\"a\\\":\"",
        "DOCUMENT | 1,2 | \"1,2\"",
        "DOCUMENT | 1 2 | \"1 2\"",
        "TIME | 1772359200.123456 | \"2026-03-01T10:00:00.123456Z\"",
        "TIME | 1772359200 | \"2026-03-01T10:00:00Z\"",
        "TIME | 0.000000 | \"0000-00-00 00:00:00\"",
        "TIME_WITHOUT_ZONE | 2026-03-01 11:00:00.500000 | \"2026-03-01T10:00:00.500Z\"",
        "TIME_WITHOUT_ZONE | 2026-07-01 11:00:00 | \"2026-07-01T09:00:00Z\"",
        "TIME_WITHOUT_ZONE | 2026-10-25 02:30:00 | \"2026-10-25T01:30:00Z\"",
        "TIME_WITHOUT_ZONE | 2026-03-00 11:00:00 | \"2026-03-00 11:00:00\""
      })
  void writesValuesAndLeavesWhatIsNoneToTheChecks(Kind kind, String cell, String json)
      throws IOException {
    assertThat(text(kind, cell)).isEqualTo("{\"a\":%s}".formatted(json));
  }

  @Test
  void writesNullsAndBytesInOneLine() throws IOException {
    assertThat(text(Kind.NUMBER, null)).isEqualTo("{\"a\":null}");
    assertThat(text(Kind.BYTES, "AP8Q\nAP8Q")).isEqualTo("{\"a\":\"AP8QAP8Q\"}");
  }

  @Test
  void asksForTheRangeByTheColumnAsItIs() {
    MySqlQuery query =
        new MySqlQuery(
            new TableRange("jdbc:mysql://shop/orders", "orders", "the `id`", -5, 10),
            List.of(new MySqlCell("x", Kind.TEXT), new MySqlCell("y", Kind.TEXT)));

    assertThat(query.text())
        .isEqualTo(
            "(SELECT `the ``id```"
                + " AS _freshet_key, x AS _freshet_cell_0, y AS _freshet_cell_1 FROM orders"
                + " WHERE `the ``id``` >= -5 AND `the ``id``` < 10) landed");
    assertThat(query.names()).containsExactly("_freshet_cell_0", "_freshet_cell_1");
  }

  private static String text(Kind kind, String cell) throws IOException {
    return new String(
        new MySqlText(List.of(new MySqlText.Member("a", kind)), OSLO).text(Arrays.asList(cell)),
        StandardCharsets.UTF_8);
  }
}
