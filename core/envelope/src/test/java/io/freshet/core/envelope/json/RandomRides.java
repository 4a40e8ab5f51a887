package io.freshet.core.envelope.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Field;
import io.freshet.core.contract.FieldType;
import io.freshet.core.contract.FieldType.Scalar;
import io.freshet.core.envelope.PayloadBuilder;
import io.freshet.testing.samples.Rides;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.generic.GenericRecord;

/** Contracts of any shape with the columns that rides must have, and values of them. */
final class RandomRides {
  private static final int MAX_DEPTH = 3;

  private final Random random;
  private int nextId = 10;

  RandomRides(long seed) {
    random = new Random(seed);
  }

  Contract contract() {
    List<Field> fields = new ArrayList<>(Rides.fields().subList(0, 3));
    fields.addAll(random.nextInt(4), fields(1));

    return Rides.contract(fields);
  }

  /** Java values by column, as {@link PayloadBuilder} takes them. */
  Map<String, Object> values(Contract contract) {
    return values(contract.schema().fields());
  }

  GenericRecord payload(Contract contract, Map<String, Object> values) {
    PayloadBuilder builder = new PayloadBuilder(contract);
    values.forEach(builder::set);

    return builder.build();
  }

  /** The same values as a sender would write them in JSON. */
  Object asJson(Object value) {
    if (value instanceof Map<?, ?> struct) {
      Map<String, Object> members = new LinkedHashMap<>();
      struct.forEach((name, part) -> members.put((String) name, asJson(part)));

      return members;
    }
    if (value instanceof List<?> list) {
      return list.stream().map(this::asJson).toList();
    }
    if (value instanceof byte[] bytes) {
      return Base64.getEncoder().encodeToString(bytes);
    }
    if (value instanceof BigDecimal decimal) {
      return random.nextBoolean() ? decimal : decimal.toString();
    }

    return value instanceof Instant || value instanceof LocalDate ? value.toString() : value;
  }

  private List<Field> fields(int depth) {
    return Stream.generate(() -> nextId++)
        .limit(1 + random.nextInt(6))
        .map(id -> Rides.field(id, "column_" + id, type(depth), random.nextBoolean()))
        .toList();
  }

  private FieldType type(int depth) {
    int kind = random.nextInt(depth < MAX_DEPTH ? 14 : 11);
    if (kind >= 12) {
      return new FieldType.Struct(fields(depth + 1));
    }
    if (kind == 11) {
      return new FieldType.Sequence(nextId++, type(depth + 1));
    }
    if (kind >= 9) {
      int precision = 1 + random.nextInt(38);

      return new FieldType.Decimal(precision, random.nextInt(precision + 1));
    }

    return Scalar.values()[kind];
  }

  private Map<String, Object> values(List<Field> fields) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (Field field : fields) {
      if (field.required() || random.nextInt(3) > 0) {
        values.put(field.name(), value(field.type()));
      }
    }

    return values;
  }

  private Object value(FieldType type) {
    if (type instanceof FieldType.Struct struct) {
      return values(struct.fields());
    }
    if (type instanceof FieldType.Sequence sequence) {
      return Stream.generate(() -> value(sequence.element()))
          .limit(random.nextInt(4))
          .collect(Collectors.toList());
    }
    if (type instanceof FieldType.Decimal decimal) {
      BigInteger unscaled =
          new BigInteger(120, random).mod(BigInteger.TEN.pow(decimal.precision()));

      return new BigDecimal(random.nextBoolean() ? unscaled : unscaled.negate(), decimal.scale());
    }

    return switch ((Scalar) type) {
      case BOOLEAN -> random.nextBoolean();
      case INTEGER -> random.nextInt();
      case LONG -> random.nextLong();
      case FLOAT -> random.nextFloat();
      case DOUBLE -> random.nextGaussian() * 1e30;
      case STRING -> text();
      case BYTES -> text().getBytes(UTF_8);
      case DATE -> LocalDate.ofEpochDay(random.nextInt(2_900_000));
      case TIMESTAMP ->
          Instant.ofEpochSecond(
              random.nextLong(-60_000_000_000L, 250_000_000_000L), random.nextInt(1000) * 1000L);
    };
  }

  private String text() {
    return random
        .ints(random.nextInt(20), 0, 0x2ffff)
        .filter(letter -> Character.getType(letter) != Character.SURROGATE)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
