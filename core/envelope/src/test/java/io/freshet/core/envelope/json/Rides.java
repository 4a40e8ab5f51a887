package io.freshet.core.envelope.json;

import io.freshet.core.contract.Classification;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Field;
import io.freshet.core.contract.FieldType;
import io.freshet.core.contract.FieldType.Scalar;
import io.freshet.core.contract.Schema;
import io.freshet.core.contract.StreamSettings;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;

/** A contract with a column of every type, and events of it as JSON. */
final class Rides {
  /** All that a ride must have. */
  static final String RIDE =
      """
      {"city": "oslo", "ride_id": 4711, "event_time": "2026-11-01T08:00:00.123456Z"}""";

  private Rides() {}

  static Contract contract() {
    return contract(fields());
  }

  /** A contract of other columns, among them the three that a ride must have. */
  static Contract contract(List<Field> fields) {
    return new Contract(
        "rides",
        "1.0.0",
        Contract.Kind.EVENT,
        new Contract.Documentation("What rides there were", "transport", "riders"),
        new Schema(fields, new Schema.Keys("city", Optional.of("ride_id"), "event_time")),
        Optional.of(
            new StreamSettings(
                4,
                4,
                Optional.empty(),
                new StreamSettings.Durability(1, 1),
                4096,
                StreamSettings.Compatibility.BACKWARD)),
        Optional.empty());
  }

  static List<Field> fields() {
    return List.of(
        field(1, "city", Scalar.STRING, true),
        field(2, "ride_id", Scalar.LONG, true),
        field(3, "event_time", Scalar.TIMESTAMP, true),
        field(4, "seats", Scalar.INTEGER, false),
        field(5, "fare", new FieldType.Decimal(9, 2), false),
        field(6, "shared", Scalar.BOOLEAN, false),
        field(7, "rating", Scalar.FLOAT, false),
        field(8, "distance", Scalar.DOUBLE, false),
        field(9, "photo", Scalar.BYTES, false),
        field(10, "day", Scalar.DATE, false),
        new Field(
            11,
            "state",
            Scalar.STRING,
            false,
            Classification.INTERNAL,
            List.of("started", "ended"),
            ""),
        field(
            12,
            "stops",
            new FieldType.Sequence(
                13,
                new FieldType.Struct(
                    List.of(
                        field(14, "place", Scalar.STRING, true),
                        field(15, "minutes", Scalar.INTEGER, false)))),
            false));
  }

  static Field field(int id, String name, FieldType type, boolean required) {
    return new Field(id, name, type, required, Classification.INTERNAL, List.of(), "");
  }

  /** A ride with one more member, or with another value of one that it must have. */
  static String ride(String member, String value) {
    String json = "{%s, \"%s\": %s}".formatted(RIDE.substring(1, RIDE.length() - 1), member, value);

    return RIDE.contains("\"%s\"".formatted(member))
        ? RIDE.replaceFirst(
            "\"%s\": (\"[^\"]*\"|\\d+)".formatted(member),
            Matcher.quoteReplacement("\"%s\": %s".formatted(member, value)))
        : json;
  }
}
