package io.freshet.ingestion.capture.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.toolkit.FreshetException;
import io.freshet.ingestion.capture.ShopTexts;
import io.freshet.ingestion.capture.change.Change.Kind;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RowJsonTest {
  private static final String ORDER =
      "\"market\":\"m1\",\"order_id\":7,\"changed_at\":\"2026-09-21T14:13:20.123456Z\","
          + "\"version\":1,\"state\":\"open\"";

  private final RowJson latest = new RowJson(ShopTexts.latest());
  private final RowJson history = new RowJson(ShopTexts.history());

  private static String text(RowJson json, Change change) {
    return new String(json.of(change), StandardCharsets.UTF_8);
  }

  private static Schema named(SchemaBuilder builder, String name) {
    return builder.name(name).optional().build();
  }

  @Test
  void hasTheContractsColumnsAndTheCommitsTime() {
    assertThat(text(history, Rows.order().changed(Kind.WRITE))).isEqualTo("{" + ORDER + "}");
  }

  @Test
  void saysWhetherARowWent() {
    assertThat(text(latest, Rows.order().changed(Kind.WRITE)))
        .isEqualTo("{" + ORDER + ",\"deleted\":false}");
    assertThat(text(latest, Rows.order().changed(Kind.DELETION)))
        .isEqualTo("{" + ORDER + ",\"deleted\":true}");
  }

  @Test
  void aColumnOfThatNameCountsAsLongAsTheRowIsThere() {
    Rows hidden = Rows.order().with("deleted", Schema.BOOLEAN_SCHEMA, true);
    Rows shown = Rows.order().with("deleted", Schema.BOOLEAN_SCHEMA, false);

    assertThat(text(latest, hidden.changed(Kind.WRITE))).endsWith(",\"deleted\":true}");
    assertThat(text(latest, shown.changed(Kind.WRITE))).endsWith(",\"deleted\":false}");
    assertThat(text(latest, shown.changed(Kind.DELETION))).endsWith(",\"deleted\":true}");
  }

  static Stream<Arguments> values() {
    Schema text = Schema.OPTIONAL_STRING_SCHEMA;
    Schema json = named(SchemaBuilder.string(), "io.debezium.data.Json");
    Schema time = named(SchemaBuilder.int64(), "io.debezium.time.MicroTimestamp");
    Schema date = named(SchemaBuilder.int32(), "io.debezium.time.Date");

    return Stream.of(
        Arguments.of("amount", text, "12.3400", "12.34"),
        Arguments.of("amount", text, "-0.00", "0"),
        Arguments.of("amount", text, "1E+3", "1000"),
        Arguments.of("amount", text, "NaN", "\"NaN\""),
        Arguments.of("amount", text, "1E+999999999", "\"1E+999999999\""),
        Arguments.of("pieces", text, "5.00", "5"),
        Arguments.of("pieces", Schema.OPTIONAL_INT16_SCHEMA, (short) 5, "5"),
        Arguments.of("pieces", Schema.OPTIONAL_INT64_SCHEMA, Long.MIN_VALUE, "" + Long.MIN_VALUE),
        Arguments.of("note", text, "a \"b\" ø\n", "\"a \\\"b\\\" ø\\n\""),
        Arguments.of("note", json, "{\"a\": 1}", "\"{\\\"a\\\": 1}\""),
        Arguments.of("note", text, "12", "\"12\""),
        Arguments.of("items", json, "{\"a\": [1, 2.50]}", "{\"a\": [1, 2.50]}"),
        Arguments.of("is_gift", Schema.OPTIONAL_BOOLEAN_SCHEMA, true, "true"),
        Arguments.of("day", date, 20_512, "\"2026-02-28\""),
        Arguments.of("due", time, Rows.COMMITTED_MICROS, "\"2026-09-21T14:13:20.123456Z\""),
        Arguments.of("due", time, Long.MAX_VALUE, "\"+294247-01-10T04:00:54.775807Z\""),
        Arguments.of("created_at", text, "2026-03-01T01:00:00Z", "\"2026-03-01T01:00:00Z\""),
        Arguments.of("receipt", text, "AP8Q", "\"AP8Q\""),
        Arguments.of("weight", Schema.OPTIONAL_FLOAT32_SCHEMA, 1.5f, "1.5"),
        Arguments.of("weight", Schema.OPTIONAL_FLOAT64_SCHEMA, Double.NaN, "\"NaN\""),
        Arguments.of("note", text, null, "null"));
  }

  @ParameterizedTest
  @MethodSource("values")
  void writesEachValueAsTheContractReadsIt(
      String column, Schema schema, Object value, String written) {
    Change change = Rows.order().with(column, schema, value).changed(Kind.WRITE);

    assertThat(text(history, change)).isEqualTo("{%s,\"%s\":%s}".formatted(ORDER, column, written));
  }

  @Test
  void writesArraysWithTheirGaps() {
    Schema texts = SchemaBuilder.array(Schema.OPTIONAL_STRING_SCHEMA).optional().build();
    List<String> tags = Arrays.asList("red", null, "dark blue");

    assertThat(text(history, Rows.order().with("tags", texts, tags).changed(Kind.WRITE)))
        .endsWith(",\"tags\":[\"red\",null,\"dark blue\"]}");
  }

  @Test
  void stopsWhereALargeValueWasNotTold() {
    Change change =
        Rows.order().with("note", Schema.STRING_SCHEMA, Values.UNTOLD).changed(Kind.WRITE);

    assertThatThrownBy(() -> history.of(change))
        .isInstanceOf(FreshetException.class)
        .hasMessageStartingWith("A large value that did not change is missing in a change");
  }

  @Test
  void writesTimesOfDayAsText() {
    Schema time = named(SchemaBuilder.int64(), "io.debezium.time.MicroTime");

    assertThat(text(history, Rows.order().with("note", time, 3_661_000_001L).changed(Kind.WRITE)))
        .endsWith(",\"note\":\"01:01:01.000001\"}");
    assertThat(text(history, Rows.order().with("note", time, 86_400_000_000L).changed(Kind.WRITE)))
        .endsWith(",\"note\":\"24:00:00\"}");
  }
}
