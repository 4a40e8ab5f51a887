package io.freshet.core.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.FieldType;
import io.freshet.core.contract.FieldType.Scalar;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.iceberg.Schema;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.types.Types.NestedField;
import org.junit.jupiter.api.Test;

class RecordHasherTest {
  private static final Types.StructType STOP =
      Types.StructType.of(
          NestedField.required(21, "latitude", Types.DecimalType.of(9, 6)),
          NestedField.optional(22, "name", Types.StringType.get()));
  private static final Schema SCHEMA =
      new Schema(
          NestedField.required(1, "market", Types.StringType.get()),
          NestedField.required(2, "dasher_id", Types.LongType.get()),
          NestedField.optional(3, "accuracy", Types.IntegerType.get()),
          NestedField.optional(4, "speed", Types.FloatType.get()),
          NestedField.optional(5, "is_idle", Types.BooleanType.get()),
          NestedField.optional(6, "payload", Types.BinaryType.get()),
          NestedField.optional(7, "day", Types.DateType.get()),
          NestedField.required(8, "event_time", Types.TimestampType.withZone()),
          NestedField.optional(9, "price", Types.DecimalType.of(30, 2)),
          NestedField.optional(10, "stops", Types.ListType.ofRequired(20, STOP)));

  private final Random random = new Random(5);

  @Test
  void dependsOnNoOrderAndAddsUp() {
    List<Record> rows = rows(200);
    ValuesHash whole = hash(SCHEMA, rows);
    ValuesHash parts =
        hash(SCHEMA, rows.subList(0, 71)).plus(hash(SCHEMA, rows.subList(71, rows.size())));

    assertThat(parts).isEqualTo(whole);
    Collections.shuffle(rows, random);
    assertThat(hash(SCHEMA, rows)).isEqualTo(whole);
  }

  @Test
  void noticesEachValueThatChanges() {
    for (Record row : rows(300)) {
      ValuesHash before = hash(SCHEMA, List.of(row));
      for (NestedField column : SCHEMA.columns()) {
        Record changed = row.copy();
        changed.setField(column.name(), another(column.type(), row.getField(column.name())));

        assertThat(hash(SCHEMA, List.of(changed))).as(column.name()).isNotEqualTo(before);
      }
    }
  }

  @Test
  void noticesThatRowsHaveSwappedAValue() {
    Record one = row();
    Record other = row();
    ValuesHash before = hash(SCHEMA, List.of(one, other));
    Object time = one.getField("event_time");
    one.setField("event_time", other.getField("event_time"));
    other.setField("event_time", time);

    assertThat(hash(SCHEMA, List.of(one, other))).isNotEqualTo(before);
  }

  @Test
  void noticesWhereInAListAndInWhichColumnAValueStands() {
    Record forth = row();
    forth.setField("stops", List.of(stop("1.000000", "a"), stop("2.000000", "b")));
    Record back = forth.copy();
    back.setField("stops", List.of(stop("2.000000", "b"), stop("1.000000", "a")));
    Record crossed = forth.copy();
    crossed.setField("stops", List.of(stop("1.000000", "b"), stop("2.000000", "a")));

    assertThat(
            Set.of(
                hash(SCHEMA, List.of(forth)),
                hash(SCHEMA, List.of(back)),
                hash(SCHEMA, List.of(crossed))))
        .hasSize(3);
  }

  @Test
  void tellsAnEmptyListFromNone() {
    Record none = row();
    none.setField("stops", null);
    Record empty = none.copy();
    empty.setField("stops", List.of());

    assertThat(hash(SCHEMA, List.of(none))).isNotEqualTo(hash(SCHEMA, List.of(empty)));
  }

  @Test
  void staysAsItIsWhenTheTableGetsAColumnOrOneBecomesWiderOrIsRenamed() {
    List<NestedField> columns = new ArrayList<>(SCHEMA.columns());
    columns.add(0, NestedField.optional(30, "added", Types.StringType.get()));
    columns.set(3, NestedField.optional(3, "accuracy_meters", Types.LongType.get()));
    columns.set(4, NestedField.optional(4, "speed", Types.DoubleType.get()));
    Schema evolved = new Schema(columns);
    for (Record row : rows(50)) {
      Record later = GenericRecord.create(evolved);
      SCHEMA.columns().stream()
          .filter(column -> column.fieldId() != 3 && column.fieldId() != 4)
          .forEach(column -> later.setField(column.name(), row.getField(column.name())));
      later.setField("accuracy_meters", wider((Number) row.getField("accuracy")));
      later.setField(
          "speed",
          row.getField("speed") == null ? null : ((Number) row.getField("speed")).doubleValue());

      assertThat(hash(evolved, List.of(later))).isEqualTo(hash(SCHEMA, List.of(row)));
    }
  }

  @Test
  void takesADefaultForNoValue() {
    Contract contract =
        Delivery.contract(
            Delivery.withDefault(15, "currency", Scalar.STRING, "NOK"),
            Delivery.withDefault(16, "fee", new FieldType.Decimal(9, 2), new BigDecimal("1.50")),
            Delivery.withDefault(17, "weight", Scalar.DOUBLE, 2.0),
            Delivery.withDefault(18, "is_express", Scalar.BOOLEAN, false),
            Delivery.withDefault(19, "due", Scalar.DATE, 20_000L),
            Delivery.withDefault(20, "at", Scalar.TIMESTAMP, 1_000_000L),
            Delivery.withDefault(21, "seats", Scalar.INTEGER, 4L));
    Schema schema = TableLayout.of(contract).schema();
    Record without = GenericRecord.create(schema);
    without.setField("market", "oslo");
    Record with = without.copy();
    with.setField("currency", "NOK");
    with.setField("fee", new BigDecimal("1.50"));
    with.setField("weight", 2.0);
    with.setField("is_express", false);
    with.setField("due", LocalDate.ofEpochDay(20_000));
    with.setField("at", OffsetDateTime.parse("1970-01-01T00:00:01Z"));
    with.setField("seats", 4);
    ColumnDefaults defaults = ColumnDefaults.of(contract);

    assertThat(hash(schema, defaults, List.of(with)))
        .isEqualTo(hash(schema, defaults, List.of(without)));
    for (String column : List.of("currency", "fee", "weight", "is_express", "due", "at", "seats")) {
      Record changed = with.copy();
      changed.setField(column, another(schema.findField(column).type(), with.getField(column)));

      assertThat(hash(schema, defaults, List.of(changed)))
          .as(column)
          .isNotEqualTo(hash(schema, defaults, List.of(without)));
    }
  }

  @Test
  void isTheSameOfIcebergsInternalValues() {
    for (Record row : rows(50)) {
      Record internal = row.copy();
      OffsetDateTime time = (OffsetDateTime) row.getField("event_time");
      internal.setField("event_time", ChronoUnit.MICROS.between(Instant.EPOCH, time.toInstant()));
      if (row.getField("day") != null) {
        internal.setField("day", (int) ((LocalDate) row.getField("day")).toEpochDay());
      }

      assertThat(hash(SCHEMA, List.of(internal))).isEqualTo(hash(SCHEMA, List.of(row)));
    }
  }

  @Test
  void takesEveryTimeThatAContractAllows() {
    Set<ValuesHash> hashes = new HashSet<>();
    for (String time :
        List.of(
            "0001-01-01T00:00:00Z",
            "1600-06-01T12:00:00.000001Z",
            "1969-12-31T23:59:59.999999Z",
            "9999-12-31T23:59:59.999999Z")) {
      Record row = row();
      row.setField("event_time", OffsetDateTime.parse(time));
      ValuesHash hash = hash(SCHEMA, List.of(row));
      row.setField("event_time", micros(time));

      assertThat(hash(SCHEMA, List.of(row))).as(time).isEqualTo(hash);
      hashes.add(hash);
    }
    assertThat(hashes).hasSize(4);
  }

  private static long micros(String time) {
    Instant instant = Instant.parse(time);

    return new BigDecimal(instant.getEpochSecond())
        .movePointRight(6)
        .add(new BigDecimal(instant.getNano()).movePointLeft(3))
        .longValueExact();
  }

  @Test
  void givesTextsOfEveryLengthHashesOfTheirOwn() {
    Set<ValuesHash> hashes = new HashSet<>();
    RowHasher hasher = new RowHasher();
    byte[] text = "\0".repeat(100).getBytes(StandardCharsets.UTF_8);
    for (int length = 0; length <= text.length; length++) {
      hasher.add(RowHasher.key(1), text, 0, length);
      hasher.endRow();
      hashes.add(hasher.drain());
    }

    assertThat(hashes).hasSize(101);
  }

  @Test
  void isWrittenDownForEver() {
    Record row = GenericRecord.create(SCHEMA);
    row.setField("market", "san_francisco");
    row.setField("dasher_id", 7L);
    row.setField("event_time", OffsetDateTime.parse("2026-03-01T12:00:00Z"));

    // Ledgers hold such hashes: another algorithm needs another name.
    assertThat(hash(SCHEMA, List.of(row))).hasToString("54a6911806c656453c239ba37236f8c2");
  }

  @Test
  void noticesWhichKeyOfAMapHasWhichValueAndNotTheirOrder() {
    Schema schema =
        new Schema(
            NestedField.optional(
                1,
                "tags",
                Types.MapType.ofOptional(2, 3, Types.StringType.get(), Types.LongType.get())));

    ValuesHash forth = hash(schema, List.of(tags(schema, "a", 1L, "b", 2L)));

    assertThat(hash(schema, List.of(tags(schema, "b", 2L, "a", 1L)))).isEqualTo(forth);
    assertThat(
            Set.of(
                forth,
                hash(schema, List.of(tags(schema, "a", 2L, "b", 1L))),
                hash(schema, List.of(tags(schema, "a", 1L, "c", 2L))),
                hash(schema, List.of(tags(schema, "a", 1L, "b", null)))))
        .hasSize(4);
  }

  private static Record tags(
      Schema schema, String key, Long value, String otherKey, Long otherValue) {
    Map<String, Long> tags = new LinkedHashMap<>();
    tags.put(key, value);
    tags.put(otherKey, otherValue);
    Record row = GenericRecord.create(schema);
    row.setField("tags", tags);

    return row;
  }

  @Test
  void noticesAMicrosecondOfATimeWithoutAZone() {
    Schema schema = new Schema(NestedField.optional(1, "at", Types.TimestampType.withoutZone()));
    Record early = GenericRecord.create(schema);
    early.setField("at", LocalDateTime.parse("1969-12-31T23:59:59.999999"));
    Record late = early.copy();
    late.setField("at", LocalDateTime.parse("1970-01-01T00:00:00"));

    assertThat(hash(schema, List.of(early))).isNotEqualTo(hash(schema, List.of(late)));
  }

  @Test
  void saysWhichColumnItCannotHash() {
    Schema odd = new Schema(NestedField.optional(1, "at", Types.TimeType.get()));

    assertThatThrownBy(() -> new RecordHasher(odd, ColumnDefaults.NONE))
        .hasMessage(
            "Column at is time; values of that type can't be proved, and no contract has it");
  }

  private static ValuesHash hash(Schema schema, List<Record> rows) {
    return hash(schema, ColumnDefaults.NONE, rows);
  }

  private static ValuesHash hash(Schema schema, ColumnDefaults defaults, List<Record> rows) {
    RecordHasher records = new RecordHasher(schema, defaults);
    RowHasher hasher = new RowHasher();
    rows.forEach(row -> records.add(row, hasher));

    return hasher.drain();
  }

  private List<Record> rows(int count) {
    List<Record> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      rows.add(row());
    }

    return rows;
  }

  private Record row() {
    Record row = GenericRecord.create(SCHEMA);
    for (NestedField column : SCHEMA.columns()) {
      boolean absent = column.isOptional() && random.nextInt(4) == 0;
      row.setField(column.name(), absent ? null : any(column.type()));
    }

    return row;
  }

  private Object another(Type type, Object value) {
    Object other = any(type);
    while (other.equals(value)) {
      other = any(type);
    }

    return other;
  }

  private Object any(Type type) {
    return switch (type.typeId()) {
      case STRING -> "text-" + Integer.toString(random.nextInt(1 << 20), 36);
      case LONG -> random.nextLong();
      case INTEGER -> random.nextInt();
      case FLOAT -> random.nextFloat();
      case DOUBLE -> random.nextDouble();
      case BOOLEAN -> random.nextBoolean();
      case BINARY -> ByteBuffer.wrap(new byte[] {(byte) random.nextInt(), 1, 2});
      case DATE -> LocalDate.ofEpochDay(random.nextInt(40_000));
      case TIMESTAMP ->
          OffsetDateTime.ofInstant(
              Instant.ofEpochSecond(random.nextInt(), 1_000L * random.nextInt(1_000_000)),
              ZoneOffset.UTC);
      case DECIMAL -> new BigDecimal(new BigInteger(90, random), 2);
      case LIST -> List.of(stop(random.nextInt(90) + ".000000", "x" + random.nextInt(9)));
      default -> throw new IllegalArgumentException("No value for " + type);
    };
  }

  private static Record stop(String latitude, String name) {
    Record stop = GenericRecord.create(STOP);
    stop.setField("latitude", new BigDecimal(latitude));
    stop.setField("name", name);

    return stop;
  }

  private static Object wider(Number value) {
    return value == null ? null : value.longValue();
  }
}
