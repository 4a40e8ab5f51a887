package io.freshet.core.envelope;

import io.freshet.core.contract.Classification;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Field;
import io.freshet.core.contract.FieldHistory;
import io.freshet.core.contract.FieldType;
import io.freshet.core.contract.FieldType.Scalar;
import java.io.Serializable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.apache.avro.generic.GenericRecord;

/** Contracts and payloads of any shape, the same for the same seed. */
final class RandomContracts {
  private static final int MAX_DEPTH = 3;
  private static final List<Scalar> SCALARS = List.of(Scalar.values());

  private final Random random;
  private int nextId = 10;

  RandomContracts(long seed) {
    random = new Random(seed);
  }

  Contract contract() {
    List<Field> fields = new ArrayList<>(fields(1 + random.nextInt(12), 1));
    fields.add(random.nextInt(fields.size() + 1), Pings.field(1, "market", Scalar.STRING, true));
    fields.add(random.nextInt(fields.size() + 1), Pings.field(2, "dasher_id", Scalar.LONG, true));
    fields.add(
        random.nextInt(fields.size() + 1), Pings.field(3, "event_time", Scalar.TIMESTAMP, true));

    return Pings.contract(fields);
  }

  GenericRecord payload(Contract contract) {
    PayloadBuilder builder = new PayloadBuilder(contract);
    for (Field field : contract.schema().fields()) {
      switch (field.name()) {
        case "market" -> builder.set("market", "market-" + random.nextInt(20));
        case "dasher_id" -> builder.set("dasher_id", random.nextLong());
        case "event_time" ->
            builder.set("event_time", Pings.NOW.minusMillis(random.nextInt(1_000_000_000)));
        default -> builder.set(field.name(), value(field));
      }
    }

    return builder.build();
  }

  private List<Field> fields(int count, int depth) {
    List<Field> fields = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      FieldType type = type(depth);
      boolean listed = type == Scalar.STRING && random.nextInt(4) == 0;
      boolean required = random.nextBoolean();
      fields.add(
          new Field(
                  nextId++,
                  "column_" + i,
                  type,
                  required,
                  Classification.INTERNAL,
                  listed ? List.of("red", "grün", "青") : List.of(),
                  "")
              .with(
                  new FieldHistory(
                      required && random.nextBoolean() ? defaultValue(type) : Optional.empty(),
                      List.of())));
    }

    return fields;
  }

  private Optional<Serializable> defaultValue(FieldType type) {
    if (type instanceof FieldType.Decimal decimal) {
      return Optional.of(BigDecimal.valueOf(random.nextInt(-9, 10), decimal.scale()));
    }
    if (!(type instanceof Scalar scalar)) {
      return Optional.empty();
    }

    return switch (scalar) {
      case BOOLEAN -> Optional.of(random.nextBoolean());
      case INTEGER -> Optional.of((long) random.nextInt());
      case LONG -> Optional.of(random.nextLong());
      case FLOAT -> Optional.of((double) random.nextFloat());
      case DOUBLE -> Optional.of(random.nextGaussian());
      case STRING -> Optional.of("grün");
      case DATE -> Optional.of(random.nextLong(20_000));
      case TIMESTAMP -> Optional.of(random.nextLong(2_000_000_000_000_000L));
      case BYTES -> Optional.empty();
    };
  }

  private FieldType type(int depth) {
    int kind = random.nextInt(depth < MAX_DEPTH ? 8 : 5);
    if (kind == 7) {
      return new FieldType.Struct(fields(1 + random.nextInt(4), depth + 1));
    }
    if (kind >= 5) {
      return new FieldType.Sequence(nextId++, type(depth + 1));
    }
    if (kind == 4) {
      int precision = 1 + random.nextInt(38);

      return new FieldType.Decimal(precision, random.nextInt(precision + 1));
    }

    return SCALARS.get(random.nextInt(SCALARS.size()));
  }

  private Object value(Field field) {
    if (!field.required() && random.nextInt(3) == 0) {
      return null;
    }

    return field.allowedValues().isEmpty()
        ? value(field.type())
        : field.allowedValues().get(random.nextInt(field.allowedValues().size()));
  }

  private Object value(FieldType type) {
    if (type instanceof FieldType.Struct struct) {
      Map<String, Object> parts = new HashMap<>();
      struct.fields().forEach(field -> parts.put(field.name(), value(field)));

      return parts;
    }
    if (type instanceof FieldType.Sequence sequence) {
      return random.ints(random.nextInt(5)).mapToObj(i -> value(sequence.element())).toList();
    }
    if (type instanceof FieldType.Decimal decimal) {
      BigInteger limit = BigInteger.TEN.pow(decimal.precision());
      BigInteger unscaled = new BigInteger(130, random).mod(limit);

      return new BigDecimal(random.nextBoolean() ? unscaled : unscaled.negate(), decimal.scale());
    }

    return scalar((Scalar) type);
  }

  private Object scalar(Scalar type) {
    return switch (type) {
      case BOOLEAN -> random.nextBoolean();
      case INTEGER -> random.nextInt() >> random.nextInt(32);
      case LONG -> random.nextLong() >> random.nextInt(64);
      case FLOAT -> random.nextFloat();
      case DOUBLE -> random.nextGaussian();
      case STRING -> text();
      case BYTES -> text().getBytes(StandardCharsets.UTF_8);
      case DATE -> LocalDate.ofEpochDay(random.nextInt(-700_000, 2_900_000));
      case TIMESTAMP ->
          Instant.ofEpochSecond(
              random.nextLong(-60_000_000_000L, 250_000_000_000L),
              random.nextInt(1_000_000) * 1000L);
    };
  }

  private String text() {
    return random
        .ints(random.nextInt(40), ' ', 0x1ffff)
        .filter(letter -> !(letter >= 0xd800 && letter < 0xe000))
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
