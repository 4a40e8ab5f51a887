package io.freshet.ingestion.writer.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Field;
import io.freshet.core.contract.FieldType.Scalar;
import io.freshet.core.envelope.AvroPayloads;
import io.freshet.core.lake.PayloadRows;
import io.freshet.core.lake.TableLayout;
import io.freshet.core.toolkit.FreshetException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.avro.generic.GenericRecord;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadRowsTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00.123456Z");
  private static final Contract TRIPS = Trips.contract();
  private static final Types.StructType STRUCT = TableLayout.of(TRIPS).schema().asStruct();

  @Test
  void givesEveryTypeTheValueThatIcebergWrites() {
    Record row =
        row(
            Trips.builder(7, NOON)
                .set("shared", true)
                .set("riders", 3)
                .set("speed", 1.5)
                .set("distance", 2.25)
                .set("day", LocalDate.of(2026, 3, 1))
                .set("ticket", new byte[] {1, 2})
                .set("latitude", 38.722252)
                .set("notes", List.of("early", "vegan"))
                .build());

    assertThat(row.getField("city")).isEqualTo("lisbon");
    assertThat(row.getField("trip_id")).isEqualTo(7L);
    assertThat(row.getField("event_time")).isEqualTo(NOON.atOffset(ZoneOffset.UTC));
    assertThat(row.getField("shared")).isEqualTo(true);
    assertThat(row.getField("riders")).isEqualTo(3);
    assertThat(row.getField("speed")).isEqualTo(1.5f);
    assertThat(row.getField("distance")).isEqualTo(2.25);
    assertThat(row.getField("day")).isEqualTo(LocalDate.of(2026, 3, 1));
    assertThat(row.getField("ticket")).isEqualTo(ByteBuffer.wrap(new byte[] {1, 2}));
    assertThat(row.getField("latitude")).isEqualTo(new BigDecimal("38.722252"));
    assertThat(row.getField("notes")).isEqualTo(List.of("early", "vegan"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.00",
        "-0.01",
        "127.00",
        "-1.28",
        "1.28",
        "-9999999999999999999999999999.99",
        "9999999999999999999999999999.99"
      })
  void keepsSignAndScaleOfDecimals(String fare) {
    Record row = row(Trips.builder(1, NOON).set("fare", new BigDecimal(fare)).build());

    assertThat(row.getField("fare")).isEqualTo(new BigDecimal(fare));
  }

  @Test
  void readsTheSameDecimalTwice() {
    GenericRecord trip = Trips.builder(1, NOON).set("latitude", 38.7).build();

    assertThat(row(trip).getField("latitude")).isEqualTo(row(trip).getField("latitude"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1969-12-31T23:59:59.999999Z",
        "0001-01-01T00:00:00Z",
        "9999-12-31T23:59:59.999999Z"
      })
  void keepsEveryMicrosecondOfATime(String time) {
    assertThat(row(Trips.trip(1, Instant.parse(time))).getField("event_time"))
        .isEqualTo(Instant.parse(time).atOffset(ZoneOffset.UTC));
  }

  @Test
  void leavesOutWhatIsOptional() {
    Record row = row(Trips.trip(1, NOON));

    assertThat(row.getField("riders")).isNull();
    assertThat(row.getField("latitude")).isNull();
    assertThat(row.getField("notes")).isNull();
    assertThat(row.getField("stops")).isNull();
  }

  @Test
  void convertsWhatListsAndStructsHold() {
    Record row =
        row(
            Trips.builder(1, NOON)
                .set("stops", List.of(Map.of("at", NOON, "latitude", 38.5), Map.of("at", NOON)))
                .build());

    List<?> stops = (List<?>) row.getField("stops");
    Record first = (Record) stops.get(0);
    Record second = (Record) stops.get(1);
    assertThat(first.getField("at")).isEqualTo(NOON.atOffset(ZoneOffset.UTC));
    assertThat(first.getField("latitude")).isEqualTo(new BigDecimal("38.500000"));
    assertThat(second.getField("latitude")).isNull();
  }

  @Test
  void findsColumnsByTheirIdWhenTheTableIsAVersionAhead() {
    List<Field> ahead = new ArrayList<>(TRIPS.schema().fields());
    ahead.add(0, Trips.field(30, "vehicle", Scalar.STRING, false));
    Types.StructType newer = TableLayout.of(Trips.contract(ahead)).schema().asStruct();

    Record row = org.apache.iceberg.data.GenericRecord.create(newer);
    new PayloadRows(TRIPS.schema().fields(), newer, AvroPayloads::columns)
        .fill(Trips.trip(7, NOON), row);

    assertThat(row.getField("vehicle")).isNull();
    assertThat(row.getField("city")).isEqualTo("lisbon");
    assertThat(row.getField("trip_id")).isEqualTo(7L);
  }

  @Test
  void widensNumbersWhereTheTableIsAVersionAhead() {
    List<Field> ahead = new ArrayList<>(TRIPS.schema().fields());
    ahead.replaceAll(
        field ->
            switch (field.name()) {
              case "riders" -> Trips.field(field.id(), "riders", Scalar.LONG, field.required());
              case "speed" -> Trips.field(field.id(), "speed", Scalar.DOUBLE, field.required());
              default -> field;
            });
    Types.StructType wider = TableLayout.of(Trips.contract(ahead)).schema().asStruct();

    Record row = org.apache.iceberg.data.GenericRecord.create(wider);
    new PayloadRows(TRIPS.schema().fields(), wider, AvroPayloads::columns)
        .fill(Trips.builder(7, NOON).set("riders", 3).set("speed", 1.5).build(), row);

    assertThat(row.getField("riders")).isEqualTo(3L);
    assertThat(row.getField("speed")).isEqualTo(1.5);
  }

  @Test
  void refusesATableWhoseColumnIsNarrower() {
    List<Field> fields = new ArrayList<>(TRIPS.schema().fields());
    fields.replaceAll(
        field ->
            field.name().equals("riders")
                ? Trips.field(field.id(), "riders", Scalar.LONG, field.required())
                : field);

    assertThatThrownBy(() -> new PayloadRows(fields, STRUCT, AvroPayloads::columns))
        .isInstanceOf(FreshetException.class)
        .hasMessage(
            "The table's column riders is int, the contract's is long; run: freshet contract apply");
  }

  @Test
  void refusesATableThatLacksAColumn() {
    List<Field> fields = new ArrayList<>(TRIPS.schema().fields());
    fields.add(Trips.field(30, "vehicle", Scalar.STRING, false));

    assertThatThrownBy(() -> new PayloadRows(fields, STRUCT, AvroPayloads::columns))
        .isInstanceOf(FreshetException.class)
        .hasMessage(
            "The table has no column of field id 30, which the contract names vehicle; run: freshet"
                + " contract apply");
  }

  private static Record row(GenericRecord trip) {
    Record row = org.apache.iceberg.data.GenericRecord.create(STRUCT);
    new PayloadRows(TRIPS.schema().fields(), STRUCT, AvroPayloads::columns).fill(trip, row);

    return row;
  }
}
