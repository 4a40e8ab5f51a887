package io.freshet.testing.samples;

import io.freshet.core.contract.Classification;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Field;
import io.freshet.core.contract.FieldType;
import io.freshet.core.contract.FieldType.Scalar;
import io.freshet.core.contract.Schema;
import io.freshet.core.contract.StreamSettings;
import io.freshet.core.contract.StreamSettings.Acknowledgement;
import io.freshet.core.contract.StreamSettings.Intake;
import io.freshet.core.contract.TableSettings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;

/** A contract with a column of every type, and events of it as JSON. */
public final class Rides {
  public static final String NAME = "rides";
  public static final String ORIGIN = "https://rides.example";
  public static final String PRODUCER = "rider-app";
  public static final int PARTITIONS = 4;
  public static final int MAX_MESSAGE_BYTES = 4096;

  /** All that a ride must have. */
  public static final String RIDE =
      """
      {"city": "oslo", "ride_id": 4711, "event_time": "2026-11-01T08:00:00.123456Z"}""";

  private Rides() {}

  public static Contract contract() {
    return contract(Acknowledgement.DURABLE, Optional.of("ride_id"));
  }

  public static Contract contract(Acknowledgement acknowledgement, Optional<String> entityKey) {
    return contract(NAME, fields(), acknowledgement, entityKey);
  }

  /** A contract of other columns, among them the three that a ride must have. */
  public static Contract contract(List<Field> fields) {
    return contract(NAME, fields, Acknowledgement.DURABLE, Optional.of("ride_id"));
  }

  public static Contract contract(
      String name,
      List<Field> fields,
      Acknowledgement acknowledgement,
      Optional<String> entityKey) {
    return new Contract(
        name,
        "1.0.0",
        Contract.Kind.EVENT,
        new Contract.Documentation("What rides there were", "transport", "riders"),
        new Schema(fields, new Schema.Keys("city", entityKey, "event_time")),
        Optional.of(
            new StreamSettings(
                PARTITIONS,
                entityKey.isPresent() ? PARTITIONS : 1,
                Optional.empty(),
                new StreamSettings.Durability(1, 1),
                MAX_MESSAGE_BYTES,
                StreamSettings.Compatibility.BACKWARD,
                new Intake(List.of(PRODUCER), List.of(ORIGIN), acknowledgement, false),
                StreamSettings.DEFAULT_DEAD_LETTERS_PER_HOUR)),
        Optional.empty());
  }

  /** A contract whose table keeps the newest row of each city's ride, and none that is gone. */
  public static Contract latest() {
    Contract all =
        contract(
            List.of(
                field(1, "city", Scalar.STRING, true),
                field(2, "ride_id", Scalar.LONG, true),
                field(3, "event_time", Scalar.TIMESTAMP, true),
                field(4, "gone", Scalar.BOOLEAN, true),
                field(5, "seats", Scalar.INTEGER, false)));

    return all.with(
        new TableSettings(
            "raw",
            List.of(),
            List.of("city", "ride_id"),
            new TableSettings.Timing(
                Duration.ofSeconds(60),
                Duration.ofMinutes(5),
                Duration.ofMinutes(10),
                Optional.empty()),
            Optional.empty(),
            false,
            TableSettings.Pages.V1,
            TableSettings.Isolation.POOLED,
            new TableSettings.Rows(true, Optional.of("gone"))));
  }

  public static List<Field> fields() {
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

  public static Field field(int id, String name, FieldType type, boolean required) {
    return new Field(id, name, type, required, Classification.INTERNAL, List.of(), "");
  }

  /** A ride with one more member, or with another value of one that it must have. */
  public static String ride(String member, String value) {
    String json = "{%s, \"%s\": %s}".formatted(RIDE.substring(1, RIDE.length() - 1), member, value);

    return RIDE.contains("\"%s\"".formatted(member))
        ? RIDE.replaceFirst(
            "\"%s\": (\"[^\"]*\"|\\d+)".formatted(member),
            Matcher.quoteReplacement("\"%s\": %s".formatted(member, value)))
        : json;
  }

  /** An event in CloudEvents' JSON format. */
  public static String event(String id, String data) {
    return """
        {"specversion": "1.0", "id": "%s", "source": "/phone", "type": "rides", "data": %s}"""
        .formatted(id, data);
  }
}
