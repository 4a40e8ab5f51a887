package io.freshet.core.envelope;

import static io.freshet.core.envelope.Pings.field;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.contract.Classification;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Field;
import io.freshet.core.contract.FieldHistory;
import io.freshet.core.contract.FieldType;
import io.freshet.core.contract.FieldType.Scalar;
import java.io.Serializable;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.avro.generic.GenericRecord;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class PayloadBuilderTest {
  @Test
  void holdsWhatItWasGiven() {
    GenericRecord payload = Pings.ping().set("accuracy_meters", (short) 9).build();

    assertThat(EventFields.text(payload, "market")).isEqualTo("san_francisco");
    assertThat(EventFields.longValue(payload, "dasher_id")).isEqualTo(4711);
    assertThat(EventFields.decimal(payload, "latitude")).isEqualTo("37.774929");
    assertThat(EventFields.doubleValue(payload, "longitude")).isEqualTo(-122.419416);
    assertThat(EventFields.instant(payload, "event_time")).isEqualTo(Pings.NOW);
    assertThat(EventFields.integer(payload, "accuracy_meters")).isEqualTo(9);
    assertThat(EventFields.has(payload, "order_id")).isFalse();
  }

  @Test
  void roundsFractionsToTheColumnsScale() {
    Random random = new Random(96);
    PayloadBuilder builder = new PayloadBuilder(Pings.contract());
    for (int i = 0; i < 10_000; i++) {
      double degrees = random.nextDouble(-180, 180);
      GenericRecord payload = Pings.fill(builder).set("latitude", degrees).build();

      assertThat(EventFields.decimal(payload, "latitude").subtract(new BigDecimal(degrees)).abs())
          .isLessThanOrEqualTo(new BigDecimal("0.0000005000001"));
    }
  }

  @Test
  void roundsDecimalsToTheColumnsScale() {
    GenericRecord payload = Pings.ping().set("latitude", new BigDecimal("1.2345675")).build();

    assertThat(EventFields.decimal(payload, "latitude")).isEqualTo("1.234568");
  }

  @Test
  void cutsTimesToTheMicrosecond() {
    GenericRecord payload =
        Pings.ping().set("event_time", Instant.parse("1969-12-31T23:59:59.999999999Z")).build();

    assertThat(EventFields.instant(payload, "event_time"))
        .isEqualTo(Instant.parse("1969-12-31T23:59:59.999999Z"));
  }

  @Test
  void startsAgainAfterEachPayload() {
    PayloadBuilder builder = Pings.ping();
    builder.build();

    assertThatThrownBy(builder::build)
        .isInstanceOf(InvalidEventException.class)
        .hasMessage("Event of dasher_pings is refused: market is missing; it is required");
  }

  @Test
  void buildsStructsAndLists() {
    FieldType stop =
        new FieldType.Struct(
            List.of(
                field(21, "name", Scalar.STRING, true),
                field(22, "day", Scalar.DATE, false),
                field(23, "fee", new FieldType.Decimal(5, 2), false)));
    PayloadBuilder builder = pings(field(20, "stops", new FieldType.Sequence(24, stop), false));

    GenericRecord payload =
        builder
            .set(
                "stops",
                List.of(
                    Map.of("name", "a", "day", LocalDate.of(2026, 11, 1)),
                    Map.of("name", "b", "fee", 1.005)))
            .build();

    assertThat(payload.get("stops"))
        .hasToString(
            "[{\"name\": \"a\", \"day\": 20758, \"fee\": null},"
                + " {\"name\": \"b\", \"day\": null, \"fee\": \"d\"}]");
  }

  @Test
  void givesDefaultsToWhatWasNotSet() {
    Field part = withDefault(23, "floor", Scalar.INTEGER, 3L);
    PayloadBuilder builder =
        pings(
            withDefault(20, "currency", Scalar.STRING, "NOK"),
            withDefault(21, "fee", new FieldType.Decimal(5, 2), new BigDecimal("1.50")),
            field(22, "stop", new FieldType.Struct(List.of(part)), false));

    assertThat(EventFields.text(builder.build(), "currency")).isEqualTo("NOK");
    GenericRecord payload =
        Pings.fill(builder).set("currency", "SEK").set("stop", Map.of()).build();
    assertThat(EventFields.text(payload, "currency")).isEqualTo("SEK");
    assertThat(EventFields.decimal(payload, "fee")).isEqualTo(new BigDecimal("1.50"));
    assertThat(payload.get("stop")).hasToString("{\"floor\": 3}");
  }

  private static Field withDefault(int id, String name, FieldType type, Serializable defaultValue) {
    return new Field(id, name, type, true, Classification.INTERNAL, List.of(), "")
        .with(FieldHistory.ofDefault(defaultValue));
  }

  @Test
  void refusesAPartThatTheStructDoesNotHave() {
    PayloadBuilder builder =
        pings(
            field(
                20,
                "stop",
                new FieldType.Struct(List.of(field(21, "name", Scalar.STRING, true))),
                false));

    assertRefused(
        () -> builder.set("stop", Map.of("name", "a", "nmae", "b")),
        "stop has parts that the contract does not name");
    assertRefused(
        () -> builder.set("stop", Map.of("nmae", "b")), "stop.name is missing; it is required");
  }

  @Test
  void refusesAColumnThatDoesNotExist() {
    assertRefused(
        () -> Pings.ping().set("marekt", "x"), "it has no column marekt; did you mean market?");
  }

  @Test
  void refusesValuesThatTheColumnCannotHold() {
    PayloadBuilder ping = Pings.ping();

    assertRefused(
        () -> ping.set("dasher_id", "4711"),
        "dasher_id can't be of type String; give a whole number");
    assertRefused(
        () -> ping.set("dasher_id", 1.5), "dasher_id can't be of type Double; give a whole number");
    assertRefused(
        () -> ping.set("accuracy_meters", 1L << 31),
        "accuracy_meters is beyond -2147483648 to 2147483647");
    assertRefused(() -> ping.set("latitude", 1000), "latitude is beyond decimal(9,6)");
    assertRefused(() -> ping.set("latitude", Double.NaN), "latitude is no finite number");
    assertRefused(() -> ping.set("latitude", 1e300), "latitude is beyond decimal(9,6)");
    assertRefused(
        () -> ping.set("event_time", Instant.MAX), "event_time is no time of the years 1 to 9999");
    assertRefused(
        () -> ping.set("event_time", 17L), "event_time can't be of type Long; give Instant");
  }

  private static PayloadBuilder pings(Field... more) {
    List<Field> fields = new ArrayList<>(Pings.contract().schema().fields());
    fields.addAll(List.of(more));
    Contract contract = Pings.contract(fields);

    return new PayloadBuilder(contract)
        .set("market", "m")
        .set("dasher_id", 1)
        .set("latitude", 1)
        .set("longitude", 1)
        .set("event_time", Pings.NOW);
  }

  private static void assertRefused(ThrowingCallable setting, String problem) {
    assertThatThrownBy(setting)
        .isInstanceOf(InvalidEventException.class)
        .hasMessage("Event of dasher_pings is refused: " + problem);
  }
}
