package io.freshet.ingestion.writer.columnar;

import io.freshet.core.contract.Classification;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Field;
import io.freshet.core.contract.FieldHistory;
import io.freshet.core.contract.FieldType;
import io.freshet.core.contract.FieldType.Scalar;
import io.freshet.core.contract.TableSettings;
import io.freshet.core.contract.TableSettings.Partitioning;
import io.freshet.core.contract.TableSettings.Transform;
import io.freshet.core.envelope.PayloadBuilder;
import io.freshet.ingestion.writer.table.Trips;
import java.io.Serializable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.avro.generic.GenericRecord;

/** Contracts without nested columns and events of them, the same for the same seed. */
final class FlatContracts {
  /** Two hours into a day; payloads are from up to {@link #SPREAD_MILLIS} before. */
  static final Instant NOW = Instant.parse("2026-03-01T02:00:00Z");

  // Fewer hours than the row path has files open: with one file a partition manifests compare.
  private static final int SPREAD_MILLIS = 20_000_000;

  private static final List<Scalar> SCALARS = List.of(Scalar.values());
  private static final List<String> COLOURS = List.of("red", "grün", "青");

  private final Random random;
  private int nextId = 10;

  FlatContracts(long seed) {
    random = new Random(seed);
  }

  Contract contract() {
    List<Field> fields = new ArrayList<>();
    fields.add(Trips.field(1, "city", Scalar.STRING, true));
    fields.add(Trips.field(2, "trip_id", Scalar.LONG, true));
    fields.add(Trips.field(3, "event_time", Scalar.TIMESTAMP, true));
    for (int i = 1 + random.nextInt(10); i > 0; i--) {
      fields.add(field());
    }
    Collections.shuffle(fields, random);

    return contract(fields, partitioning(), sort(fields));
  }

  /** The contract a version later: some columns wider, some more, in another order. */
  Contract evolved(Contract contract) {
    List<Field> fields = new ArrayList<>();
    for (Field field : contract.schema().fields()) {
      fields.add(random.nextInt(3) == 0 ? widened(field) : field);
    }
    for (int i = random.nextInt(3); i > 0; i--) {
      Field more = field();
      boolean mayBeAbsent = more.history().defaultValue().isPresent();
      fields.add(random.nextInt(fields.size() + 1), mayBeAbsent ? more : optional(more));
    }
    TableSettings table = contract.requireTable();

    return contract(fields, table.partitioning(), table.sort());
  }

  static Contract withoutPartitions(Contract contract) {
    return contract(contract.schema().fields(), List.of(), contract.requireTable().sort());
  }

  private static Field widened(Field field) {
    FieldType type = field.type();
    if (type == Scalar.INTEGER) {
      type = Scalar.LONG;
    } else if (type == Scalar.FLOAT) {
      type = Scalar.DOUBLE;
    } else if (type instanceof FieldType.Decimal decimal && decimal.precision() < 38) {
      type = new FieldType.Decimal(decimal.precision() + 1, decimal.scale());
    }

    return with(field, type, field.required());
  }

  private static Field optional(Field field) {
    return with(field, field.type(), false);
  }

  private static Field with(Field field, FieldType type, boolean required) {
    return new Field(
            field.id(),
            field.name(),
            type,
            required,
            field.classification(),
            field.allowedValues(),
            field.description())
        .with(required ? field.history() : FieldHistory.NONE);
  }

  private static Contract contract(
      List<Field> fields, List<Partitioning> partitioning, List<String> sort) {
    Contract trips = Trips.contract(fields);
    TableSettings.Timing timing = trips.requireTable().timing();

    return trips.with(
        new TableSettings(
            "raw",
            partitioning,
            sort,
            new TableSettings.Timing(
                timing.freshness(),
                timing.lateness(),
                timing.maxAhead(),
                Optional.of(Duration.ofDays(20))),
            Optional.empty(),
            fields.size() % 2 == 0,
            TableSettings.Pages.V1,
            TableSettings.Isolation.POOLED));
  }

  private List<Partitioning> partitioning() {
    return switch (random.nextInt(4)) {
      case 0 -> List.of();
      case 1 -> List.of(new Partitioning(Transform.HOUR, "event_time"));
      case 2 ->
          List.of(
              new Partitioning(Transform.DAY, "event_time"),
              new Partitioning(Transform.IDENTITY, "city"));
      default -> List.of(new Partitioning(Transform.DAY, "event_time"));
    };
  }

  private List<String> sort(List<Field> fields) {
    List<String> names = new ArrayList<>(fields.stream().map(Field::name).toList());
    Collections.shuffle(names, random);

    return List.copyOf(names.subList(0, random.nextInt(5)));
  }

  private Field field() {
    FieldType type = type();
    boolean listed = type == Scalar.STRING && random.nextInt(4) == 0;
    int id = nextId++;
    boolean required = random.nextBoolean();

    return new Field(
            id,
            "column_" + id,
            type,
            required,
            Classification.INTERNAL,
            listed ? COLOURS : List.of(),
            "")
        .with(
            new FieldHistory(
                required && random.nextBoolean() ? defaultValue(type) : Optional.empty(),
                List.of()));
  }

  private Optional<Serializable> defaultValue(FieldType type) {
    if (type instanceof FieldType.Decimal decimal) {
      return Optional.of(BigDecimal.valueOf(random.nextInt(-9, 10), decimal.scale()));
    }

    return switch ((Scalar) type) {
      case BOOLEAN -> Optional.of(random.nextBoolean());
      case INTEGER, LONG -> Optional.of((long) random.nextInt());
      case FLOAT -> Optional.of((double) random.nextFloat());
      case DOUBLE -> Optional.of(random.nextGaussian());
      case STRING -> Optional.of("grün");
      case DATE -> Optional.of(random.nextLong(20_000));
      case TIMESTAMP -> Optional.of(random.nextLong(2_000_000_000_000_000L));
      case BYTES -> Optional.empty();
    };
  }

  private FieldType type() {
    if (random.nextInt(3) > 0) {
      return SCALARS.get(random.nextInt(SCALARS.size()));
    }
    int precision = 1 + random.nextInt(38);

    return new FieldType.Decimal(precision, random.nextInt(precision + 1));
  }

  GenericRecord payload(Contract contract) {
    PayloadBuilder builder = new PayloadBuilder(contract);
    for (Field field : contract.schema().fields()) {
      switch (field.name()) {
        case "city" -> builder.set("city", "city-" + random.nextInt(3));
        case "trip_id" -> builder.set("trip_id", (long) random.nextInt(10));
        case "event_time" ->
            builder.set("event_time", NOW.minusMillis(random.nextInt(SPREAD_MILLIS)));
        default -> {
          boolean isNamed = field.history().defaultValue().isEmpty() || random.nextInt(3) > 0;
          if (isNamed) {
            builder.set(field.name(), value(field));
          }
        }
      }
    }

    return builder.build();
  }

  private Object value(Field field) {
    if (!field.required() && random.nextInt(3) == 0) {
      return null;
    }
    if (!field.allowedValues().isEmpty()) {
      return field.allowedValues().get(random.nextInt(field.allowedValues().size()));
    }
    if (field.type() instanceof FieldType.Decimal decimal) {
      BigInteger limit = BigInteger.TEN.pow(decimal.precision());
      BigInteger unscaled = new BigInteger(1 + random.nextInt(130), random).mod(limit);

      return new BigDecimal(random.nextBoolean() ? unscaled : unscaled.negate(), decimal.scale());
    }

    return scalar((Scalar) field.type());
  }

  private Object scalar(Scalar type) {
    return switch (type) {
      case BOOLEAN -> random.nextBoolean();
      case INTEGER -> random.nextInt() >> random.nextInt(32);
      case LONG -> random.nextLong() >> random.nextInt(64);
      case FLOAT -> random.nextInt(9) == 0 ? oddFloat() : random.nextFloat();
      case DOUBLE -> random.nextInt(9) == 0 ? (double) oddFloat() : random.nextGaussian();
      case STRING -> text();
      case BYTES -> text().getBytes(StandardCharsets.UTF_8);
      case DATE -> LocalDate.ofEpochDay(random.nextInt(-700_000, 2_900_000));
      case TIMESTAMP ->
          Instant.ofEpochSecond(
              random.nextLong(-60_000_000_000L, 250_000_000_000L),
              random.nextInt(1_000_000) * 1000L);
    };
  }

  private float oddFloat() {
    return List.of(0f, -0f, Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY)
        .get(random.nextInt(5));
  }

  private String text() {
    return random
        .ints(random.nextInt(40), ' ', 0x1ffff)
        .filter(letter -> !(letter >= 0xd800 && letter < 0xe000))
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
