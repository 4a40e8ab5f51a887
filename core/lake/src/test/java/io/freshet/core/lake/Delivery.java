package io.freshet.core.lake;

import io.freshet.core.contract.Classification;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Field;
import io.freshet.core.contract.FieldHistory;
import io.freshet.core.contract.FieldType;
import io.freshet.core.contract.FieldType.Scalar;
import io.freshet.core.contract.Schema;
import io.freshet.core.contract.StreamSettings;
import io.freshet.core.contract.TableSettings;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A small contract whose field ids are not in the order of its columns. */
final class Delivery {
  private Delivery() {}

  static Contract contract(Field... more) {
    List<Field> fields =
        new ArrayList<>(
            List.of(
                field(7, "market", Scalar.STRING, true),
                field(3, "courier_id", Scalar.LONG, true),
                field(9, "event_time", Scalar.TIMESTAMP, true),
                field(
                    4,
                    "stops",
                    new FieldType.Sequence(
                        12,
                        new FieldType.Struct(
                            List.of(field(14, "latitude", new FieldType.Decimal(9, 6), true)))),
                    false)));
    fields.addAll(List.of(more));

    return new Contract(
        "deliveries",
        "1.0.0",
        Contract.Kind.EVENT,
        new Contract.Documentation("What couriers did", "test", "data-platform"),
        new Schema(fields, new Schema.Keys("market", Optional.of("courier_id"), "event_time")),
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
                List.of("market", "courier_id", "event_time"),
                new TableSettings.Timing(
                    Duration.ofSeconds(60),
                    Duration.ofMinutes(5),
                    Duration.ofMinutes(10),
                    Optional.empty()),
                Optional.empty(),
                false,
                TableSettings.Pages.V1,
                TableSettings.Isolation.POOLED)));
  }

  /** A required column that events need not name. */
  static Field withDefault(int id, String name, FieldType type, Serializable defaultValue) {
    return field(id, name, type, true).with(FieldHistory.ofDefault(defaultValue));
  }

  static Field field(int id, String name, FieldType type, boolean required) {
    return new Field(id, name, type, required, Classification.INTERNAL, List.of(), name);
  }
}
