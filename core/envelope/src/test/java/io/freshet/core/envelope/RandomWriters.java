package io.freshet.core.envelope;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;

/**
 * Schemas that a contract's can read: narrower types, unions the other way round, optional fields
 * and those with defaults missing, others added; and what is written with them, allowed by the
 * contract or not. The same for the same seed.
 */
final class RandomWriters {
  private static final int ODD_IN = 12;

  private final Random random;

  RandomWriters(long seed) {
    random = new Random(seed);
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  Schema writer(Schema reader) {
    List<Schema.Field> fields = new ArrayList<>();
    for (Schema.Field field : reader.getFields()) {
      boolean mayBeAbsent = !field.schema().isUnion() && field.hasDefaultValue();
      if (!field.schema().isUnion() && !(mayBeAbsent && random.nextBoolean())) {
        fields.add(new Schema.Field(field.name(), narrowed(field.schema())));
      } else if (field.schema().isUnion() && random.nextInt(5) > 0) {
        fields.add(new Schema.Field(field.name(), union(field.schema().getTypes().get(1))));
      }
    }
    for (int i = random.nextInt(4); i > 0; i--) {
      fields.add(new Schema.Field("extra_" + i, extra(i)));
    }
    Collections.shuffle(fields, random);

    return Schema.createRecord(reader.getName(), "", reader.getNamespace(), false, fields);
  }

  private Schema union(Schema type) {
    Schema none = Schema.create(Schema.Type.NULL);

    return switch (random.nextInt(3)) {
      case 0 -> narrowed(type);
      case 1 -> Schema.createUnion(none, narrowed(type));
      default -> Schema.createUnion(narrowed(type), none);
    };
  }

  private Schema narrowed(Schema type) {
    if (type.getLogicalType() != null || random.nextBoolean()) {
      return type;
    }

    return switch (type.getType()) {
      case LONG -> Schema.create(Schema.Type.INT);
      case FLOAT -> Schema.create(random.nextBoolean() ? Schema.Type.INT : Schema.Type.LONG);
      case DOUBLE ->
          Schema.create(
              List.of(Schema.Type.INT, Schema.Type.LONG, Schema.Type.FLOAT).get(below(3)));
      default -> type;
    };
  }

  private Schema extra(int number) {
    Schema text = Schema.create(Schema.Type.STRING);
    Schema whole = Schema.create(Schema.Type.LONG);

    return switch (random.nextInt(6)) {
      case 0 -> Schema.createArray(text);
      case 1 -> Schema.createMap(whole);
      case 2 -> Schema.createEnum("colour_" + number, "", "extra", List.of("RED", "BLUE"));
      case 3 -> Schema.createFixed("hash_" + number, "", "extra", 7);
      case 4 -> Schema.createUnion(whole, text, Schema.create(Schema.Type.NULL));
      default ->
          SchemaBuilder.record("extra.part_" + number)
              .fields()
              .requiredBoolean("flag")
              .optionalDouble("share")
              .endRecord();
    };
  }

  GenericRecord payload(Schema schema) {
    GenericRecord payload = new GenericData.Record(schema);
    for (Schema.Field field : schema.getFields()) {
      payload.put(field.pos(), value(field.name(), field.schema()));
    }

    return payload;
  }

  private Object value(String name, Schema schema) {
    if (name.equals("event_time")) {
      return micros(Pings.NOW) - random.nextInt(1_000_000);
    }

    return switch (schema.getType()) {
      case UNION -> value("", schema.getTypes().get(random.nextInt(schema.getTypes().size())));
      case RECORD -> payload(schema);
      case ARRAY -> List.of(value("", schema.getElementType()));
      case MAP -> Map.of("key", value("", schema.getValueType()));
      case ENUM -> new GenericData.EnumSymbol(schema, schema.getEnumSymbols().get(0));
      case FIXED -> new GenericData.Fixed(schema, new byte[schema.getFixedSize()]);
      case STRING -> List.of("red", "grün", "青").get(random.nextInt(3));
      case BYTES -> bytes(schema);
      case INT -> whole(schema).intValue();
      case LONG -> whole(schema);
      case FLOAT -> random.nextFloat();
      case DOUBLE -> random.nextGaussian();
      case BOOLEAN -> random.nextBoolean();
      case NULL -> null;
    };
  }

  private ByteBuffer bytes(Schema schema) {
    if (schema.getLogicalType() instanceof LogicalTypes.Decimal decimal
        && random.nextInt(ODD_IN) > 0) {
      BigInteger limit = BigInteger.TEN.pow(decimal.getPrecision());

      return ByteBuffer.wrap(new BigInteger(130, random).mod(limit).negate().toByteArray());
    }
    byte[] bytes = new byte[random.nextInt(20)];
    random.nextBytes(bytes);

    return ByteBuffer.wrap(bytes);
  }

  /** Times and dates are mostly of our days. */
  private Long whole(Schema schema) {
    boolean isTime = schema.getLogicalType() != null;
    if (!isTime || random.nextInt(ODD_IN) == 0) {
      return random.nextLong() >> random.nextInt(Long.SIZE);
    }

    return schema.getType() == Schema.Type.INT ? random.nextInt(20_000) : micros(Pings.NOW);
  }

  private static long micros(Instant time) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, time);
  }
}
