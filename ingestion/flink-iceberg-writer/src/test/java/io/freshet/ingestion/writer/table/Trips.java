package io.freshet.ingestion.writer.table;

import io.freshet.core.contract.Classification;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Field;
import io.freshet.core.contract.FieldType;
import io.freshet.core.contract.FieldType.Scalar;
import io.freshet.core.contract.Schema;
import io.freshet.core.contract.StreamSettings;
import io.freshet.core.contract.TableSettings;
import io.freshet.core.envelope.PayloadBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.avro.generic.GenericRecord;

/** A contract with a column of every type. */
public final class Trips {
  public static final Duration LATENESS = Duration.ofMinutes(5);

  private Trips() {}

  public static Contract contract() {
    return contract(
        List.of(
            field(1, "city", Scalar.STRING, true),
            field(2, "trip_id", Scalar.LONG, true),
            field(3, "event_time", Scalar.TIMESTAMP, true),
            field(4, "shared", Scalar.BOOLEAN, false),
            field(5, "riders", Scalar.INTEGER, false),
            field(6, "speed", Scalar.FLOAT, false),
            field(7, "distance", Scalar.DOUBLE, false),
            field(8, "day", Scalar.DATE, false),
            field(9, "ticket", Scalar.BYTES, false),
            field(10, "latitude", new FieldType.Decimal(9, 6), false),
            field(11, "fare", new FieldType.Decimal(30, 2), false),
            field(12, "notes", new FieldType.Sequence(13, Scalar.STRING), false),
            field(
                14,
                "stops",
                new FieldType.Sequence(
                    15,
                    new FieldType.Struct(
                        List.of(
                            field(16, "at", Scalar.TIMESTAMP, true),
                            field(17, "latitude", new FieldType.Decimal(9, 6), false)))),
                false)));
  }

  public static Contract contract(List<Field> fields) {
    return new Contract(
        "trips",
        "1.0.0",
        Contract.Kind.EVENT,
        new Contract.Documentation("Every type", "test", "data-platform"),
        new Schema(fields, new Schema.Keys("city", Optional.of("trip_id"), "event_time")),
        Optional.of(
            new StreamSettings(
                4,
                4,
                Optional.empty(),
                new StreamSettings.Durability(1, 1),
                1 << 20,
                StreamSettings.Compatibility.BACKWARD_TRANSITIVE)),
        Optional.of(
            new TableSettings(
                "raw",
                List.of(new TableSettings.Partitioning(TableSettings.Transform.DAY, "event_time")),
                List.of("city", "trip_id", "event_time"),
                new TableSettings.Timing(
                    Duration.ofSeconds(60), LATENESS, Duration.ofMinutes(10), Optional.empty()),
                Optional.empty(),
                false,
                TableSettings.Pages.V1,
                TableSettings.Isolation.POOLED)));
  }

  public static Field field(int id, String name, FieldType type, boolean required) {
    return new Field(id, name, type, required, Classification.INTERNAL, List.of(), name);
  }

  /** A trip with nothing but what is required. */
  public static GenericRecord trip(long id, Instant time) {
    return builder(id, time).build();
  }

  public static PayloadBuilder builder(long id, Instant time) {
    return new PayloadBuilder(contract())
        .set("city", "lisbon")
        .set("trip_id", id)
        .set("event_time", time);
  }
}
