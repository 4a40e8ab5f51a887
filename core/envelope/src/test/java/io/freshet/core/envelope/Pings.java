package io.freshet.core.envelope;

import io.freshet.core.contract.Classification;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Field;
import io.freshet.core.contract.FieldType;
import io.freshet.core.contract.FieldType.Scalar;
import io.freshet.core.contract.Schema;
import io.freshet.core.contract.StreamSettings;
import io.freshet.core.contract.TableSettings;
import io.freshet.core.contract.TableSettings.Timing;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.avro.generic.GenericRecord;

/** A contract with most types in it, and events of it. */
public final class Pings {
  public static final Instant NOW = Instant.parse("2026-11-01T08:00:00.123456Z");
  static final Duration MAX_AHEAD = Duration.ofMinutes(5);
  static final Duration MAX_BEHIND = Duration.ofDays(30);

  private Pings() {}

  public static Contract contract() {
    return contract(
        List.of(
            field(1, "market", Scalar.STRING, true),
            field(2, "dasher_id", Scalar.LONG, true),
            field(3, "order_id", Scalar.LONG, false),
            field(4, "latitude", new FieldType.Decimal(9, 6), true),
            field(5, "longitude", new FieldType.Decimal(9, 6), true),
            field(6, "event_time", Scalar.TIMESTAMP, true),
            field(7, "accuracy_meters", Scalar.INTEGER, false),
            new Field(
                8,
                "state",
                Scalar.STRING,
                false,
                Classification.INTERNAL,
                List.of("idle", "busy"),
                "")));
  }

  public static Contract contract(List<Field> fields) {
    return new Contract(
        "dasher_pings",
        "1.0.0",
        Contract.Kind.EVENT,
        new Contract.Documentation("Where a dasher was", "delivery", "logistics"),
        new Schema(fields, new Schema.Keys("market", Optional.of("dasher_id"), "event_time")),
        Optional.of(
            new StreamSettings(
                8,
                4,
                Optional.of(Duration.ofDays(7)),
                new StreamSettings.Durability(3, 2),
                1 << 20,
                StreamSettings.Compatibility.BACKWARD)),
        Optional.of(
            new TableSettings(
                "raw",
                List.of(),
                List.of(),
                new Timing(
                    Duration.ofSeconds(60),
                    Duration.ofSeconds(30),
                    MAX_AHEAD,
                    Optional.of(MAX_BEHIND)),
                Optional.empty(),
                false,
                TableSettings.Pages.V1,
                TableSettings.Isolation.POOLED)));
  }

  static Field field(int id, String name, FieldType type, boolean required) {
    return new Field(id, name, type, required, Classification.INTERNAL, List.of(), "");
  }

  /** All that a ping must have. */
  static PayloadBuilder ping() {
    return fill(new PayloadBuilder(contract()));
  }

  static PayloadBuilder fill(PayloadBuilder builder) {
    return builder
        .set("market", "san_francisco")
        .set("dasher_id", 4711)
        .set("latitude", new BigDecimal("37.774929"))
        .set("longitude", -122.419416)
        .set("event_time", NOW);
  }

  public static GenericRecord payload() {
    return ping().build();
  }
}
