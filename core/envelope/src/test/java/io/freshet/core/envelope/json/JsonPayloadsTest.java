package io.freshet.core.envelope.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.contract.Field;
import io.freshet.core.contract.FieldHistory;
import io.freshet.core.contract.FieldType.Scalar;
import io.freshet.core.contract.JsonForm;
import io.freshet.core.envelope.EventFields;
import io.freshet.testing.samples.Rides;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonPayloadsTest {
  private final JsonPayloads payloads = new JsonPayloads(Rides.contract());

  @Test
  void readsEveryType() {
    GenericRecord ride =
        read(
            """
            {"city": "Tromsø 🚲", "ride_id": 9223372036854775807,
             "event_time": "2026-11-01T09:00:00.123456+01:00", "seats": -3, "fare": "12.345",
             "shared": true, "rating": 4.5, "distance": 1e3, "photo": "AQID", "day": "2026-11-01",
             "state": "ended", "stops": [{"place": "a", "minutes": null}, {"place": "b"}]}""");

    assertThat(EventFields.text(ride, "city")).isEqualTo("Tromsø 🚲");
    assertThat(EventFields.longValue(ride, "ride_id")).isEqualTo(Long.MAX_VALUE);
    assertThat(EventFields.instant(ride, "event_time"))
        .isEqualTo(Instant.parse("2026-11-01T08:00:00.123456Z"));
    assertThat(EventFields.integer(ride, "seats")).isEqualTo(-3);
    assertThat(EventFields.decimal(ride, "fare")).isEqualTo(new BigDecimal("12.34"));
    assertThat(EventFields.flag(ride, "shared")).isTrue();
    assertThat(EventFields.doubleValue(ride, "rating")).isEqualTo(4.5);
    assertThat(EventFields.doubleValue(ride, "distance")).isEqualTo(1000);
    assertThat(ride.get("photo")).isEqualTo(ByteBuffer.wrap(new byte[] {1, 2, 3}));
    assertThat(EventFields.date(ride, "day")).isEqualTo(LocalDate.of(2026, 11, 1));
    assertThat(((List<?>) ride.get("stops"))).hasSize(2);
  }

  @Test
  void leavesOutWhatIsOptional() {
    GenericRecord ride = read(Rides.RIDE);

    assertThat(EventFields.has(ride, "seats")).isFalse();
    assertThat(read(Rides.ride("seats", "null"))).isEqualTo(ride);
  }

  @Test
  void givesDefaultsAndKnowsFormerNames() {
    List<Field> fields = new ArrayList<>(Rides.fields());
    fields.add(changed(20, "currency", new FieldHistory(Optional.of("NOK"), List.of())));
    fields.add(changed(21, "rider", new FieldHistory(Optional.empty(), List.of("user", "client"))));
    JsonPayloads changed = new JsonPayloads(Rides.contract(fields));

    GenericRecord old = read(changed, Rides.ride("user", "\"ada\""));
    GenericRecord now = read(changed, Rides.ride("rider", "\"ada\", \"currency\": \"SEK\""));

    assertThat(EventFields.text(old, "currency")).isEqualTo("NOK");
    assertThat(EventFields.text(old, "rider")).isEqualTo("ada");
    assertThat(EventFields.text(now, "currency")).isEqualTo("SEK");
    assertThatThrownBy(() -> read(changed, Rides.ride("rider", "\"ada\", \"user\": \"eve\"")))
        .hasMessageContaining("is given twice");
    assertThatThrownBy(() -> read(changed, Rides.ride("rider", "\"ada\", \"currency\": null")))
        .hasMessageContaining("is null; it is required");
  }

  @Test
  void knowsMembersByNamesOfTheirOwn() {
    JsonPayloads rides = ridesWith("city_name", new JsonForm("cityName", false));

    assertThat(EventFields.text(read(rides, Rides.ride("cityName", "\"Oslo\"")), "city_name"))
        .isEqualTo("Oslo");
    assertThat(EventFields.text(read(rides, Rides.ride("city_name", "\"Oslo\"")), "city_name"))
        .isEqualTo("Oslo");
    assertThatThrownBy(() -> read(rides, Rides.RIDE))
        .hasMessageContaining("cityName is missing; it is required");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{ \"a\" : [ 1.50 , true, null, {} ] } | {\"a\":[1.50,true,null,{}]}",
        "\"é \\u00e9 \\\"\" | \"é é \\\"\"",
        "-1e400 | -1e400",
        "[] | []",
        "false | false"
      })
  void keepsAnyJsonAsText(String written, String kept) {
    JsonPayloads rides = ridesWith("extra", new JsonForm("extra", true));

    GenericRecord ride = read(rides, Rides.ride("extra", written + ", \"seats\": 3"));

    assertThat(EventFields.text(ride, "extra")).isEqualTo(kept);
    assertThat(EventFields.integer(ride, "seats")).isEqualTo(3);
  }

  @Test
  void refusesHalfACharacterInAnyJson() {
    JsonPayloads rides = ridesWith("extra", new JsonForm("extra", true));

    assertThatThrownBy(() -> read(rides, Rides.ride("extra", "{\"a\": \"\\ud800\"}")))
        .hasMessageContaining("half a character");
    assertThatThrownBy(() -> read(rides, Rides.ride("extra", "{\"\\ud800\": 1}")))
        .isInstanceOf(MalformedJsonException.class);
    assertThatThrownBy(() -> read(rides, Rides.ride("extra", "null")))
        .hasMessageContaining("is null; it is required");
  }

  private static JsonPayloads ridesWith(String name, JsonForm form) {
    List<Field> fields = new ArrayList<>(Rides.fields());
    fields.add(Rides.field(20, name, Scalar.STRING, true).with(form));

    return new JsonPayloads(Rides.contract(fields));
  }

  private static Field changed(int id, String name, FieldHistory history) {
    return Rides.field(id, name, Scalar.STRING, true).with(history);
  }

  @ParameterizedTest
  @CsvSource({
    "1.005, 1.00",
    "1.015, 1.02",
    "-0.001, 0.00",
    "0.006, 0.01",
    "1e-1000000000, 0.00",
    "9999999.994, 9999999.99"
  })
  void roundsDigitsBeyondTheScale(String given, BigDecimal wanted) {
    assertThat(EventFields.decimal(read(Rides.ride("fare", given)), "fare"))
        .isEqualByComparingTo(wanted);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "city       | 1                 | is a whole number; a text of whole characters is wanted",
        "city       | \"\\ud800\"       | is a text; a text of whole characters is wanted",
        "city       | null              | is null; it is required",
        "ride_id    | 1.0               | is a fraction; a whole number from -9223372036854775808 to"
            + " 9223372036854775807 is wanted",
        "ride_id    | 9223372036854775808 | is a whole number; a whole number from"
            + " -9223372036854775808 to 9223372036854775807 is wanted",
        "ride_id    | \"4711\"          | is a text; a whole number from -9223372036854775808 to"
            + " 9223372036854775807 is wanted",
        "event_time | 1793520000        | is a whole number; a time such as"
            + " \"2026-01-31T12:00:00Z\" is wanted",
        "event_time | \"2026-11-01\"    | is a text; a time such as \"2026-01-31T12:00:00Z\" is"
            + " wanted",
        "seats      | 2147483648        | is a whole number; a whole number from -2147483648 to"
            + " 2147483647 is wanted",
        "fare       | 10000000          | is a whole number; a number of at most 7 digits before the"
            + " point is wanted",
        "fare       | 9999999.995       | is a fraction; a number of at most 7 digits before the"
            + " point is wanted",
        "fare       | 1e1000000000      | is a fraction; a number of at most 7 digits before the"
            + " point is wanted",
        "fare       | \"much\"          | is a text; a number of at most 7 digits before the point"
            + " is wanted",
        "shared     | \"true\"          | is a text; true or false is wanted",
        "rating     | 1e300             | is a fraction; a number of 32 bits is wanted",
        "distance   | 1e999             | is a fraction; a number of 64 bits is wanted",
        "photo      | \"?\"             | is a text; bytes in base64 is wanted",
        "day        | \"2026-02-30\"    | is a text; a date such as \"2026-01-31\" is wanted",
        "day        | \"12026-02-03\"   | is a text; a date such as \"2026-01-31\" is wanted",
        "day        | \"0000-12-31\"    | is a text; a date such as \"2026-01-31\" is wanted",
        "day        | \"+10000-01-01\"  | is a text; a date such as \"2026-01-31\" is wanted",
        "state      | \"lost\"          | is none of ended, started",
        "stops      | {}                | is an object; an array is wanted",
        "sets       | 1                 | is no column of the contract; did you mean seats?"
      })
  void saysWhatIsWrongAndWhatIsWanted(String column, String value, String detail) {
    assertThat(violations(Rides.ride(column, value)))
        .containsExactly(new Violation("/0/data/" + column, detail));
  }

  @Test
  void aTextIsNoWayAroundTheLengthOfNumbers() {
    String long101 = "\"0.%s1\"".formatted("0".repeat(98));

    assertThat(violations(Rides.ride("fare", long101))).hasSize(1);
    assertThat(violations(Rides.ride("fare", long101.replace("00", "0")))).isEmpty();
  }

  @Test
  void findsEveryViolationAndNotJustTheFirst() {
    assertThat(
            violations(
                """
                {"city": 1, "stops": [{"minutes": "x"}, null, 7], "seats": [1], "seats": 2,
                 "event_time": "2026-11-01T08:00:00Z"}"""))
        .extracting(Violation::pointer)
        .containsExactly(
            "/0/data/city",
            "/0/data/stops/0/minutes",
            "/0/data/stops/0/place",
            "/0/data/stops/1",
            "/0/data/stops/2",
            "/0/data/seats",
            "/0/data/seats",
            "/0/data/ride_id");
  }

  @Test
  void tellsOnlyAsManyAsSomebodyReads() {
    String stops = "[%s1]".formatted("1,".repeat(99));

    assertThatThrownBy(() -> read(Rides.ride("stops", stops)))
        .isInstanceOfSatisfying(
            InvalidPayloadException.class, e -> assertThat(e.violations()).hasSize(Violations.MAX))
        .hasMessage(
            "Event of rides is refused: 100 of its values do not fit the contract, the first at"
                + " /0/data/stops/0: is a whole number; an object is wanted");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "null", "1", "\"x\"", "true"})
  void anEventIsAnObject(String json) {
    assertThat(violations(json))
        .singleElement()
        .satisfies(
            violation -> {
              assertThat(violation.pointer()).isEqualTo("/0/data");
              assertThat(violation.detail()).endsWith("an object is wanted");
            });
  }

  private List<Violation> violations(String json) {
    try {
      read(json);

      return List.of();
    } catch (InvalidPayloadException e) {
      return e.violations();
    }
  }

  private GenericRecord read(String json) {
    return read(payloads, json);
  }

  private static GenericRecord read(JsonPayloads payloads, String json) {
    return payloads.read(JsonText.of(json.getBytes(UTF_8)), "/0/data");
  }
}
