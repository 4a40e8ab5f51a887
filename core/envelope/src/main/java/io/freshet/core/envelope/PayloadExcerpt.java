package io.freshet.core.envelope;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;

/**
 * A payload as far as it can be read, for people who look at what was refused: its columns in the
 * order in which they were written, up to where the bytes stop to follow their schema.
 *
 * @param columns those that could be read
 * @param problem what the reading ended with; empty when all could be read
 */
public record PayloadExcerpt(List<Column> columns, Optional<String> problem) {
  public PayloadExcerpt {
    columns = List.copyOf(columns);
  }

  /** A value as text. */
  public record Column(String name, String text) {}

  /**
   * Reads with the schema that the bytes name, whatever contract they are for.
   *
   * @param value of a record; null where it had none
   */
  public static PayloadExcerpt of(byte[] value, SchemaRegistry registry) {
    if (value == null || value.length == 0) {
      return unread("there is no value");
    }
    if (!WireFormat.isFramed(value, 0, value.length)) {
      return unread("the value does not begin with 0 and a schema id");
    }
    int id = WireFormat.schemaId(value, 0);
    Optional<Schema> schema;
    try {
      schema = registry.schema(id);
    } catch (UnreadableSchemaException e) {
      return unread("schema %d can't be read: %s".formatted(id, e.getMessage()));
    }
    if (schema.isEmpty()) {
      return unread("the registry has no Avro schema of id %d".formatted(id));
    }
    Optional<String> hazard =
        schema.get().getType() == Schema.Type.RECORD
            ? SchemaHazards.of(schema.get())
            : Optional.of("it is no record");

    return hazard
        .map(why -> unread("schema %d can't be read: %s".formatted(id, why)))
        .orElseGet(() -> read(value, schema.get()));
  }

  private static PayloadExcerpt unread(String problem) {
    return new PayloadExcerpt(List.of(), Optional.of(problem));
  }

  private static PayloadExcerpt read(byte[] value, Schema schema) {
    PayloadDecoder bytes = new PayloadDecoder();
    bytes.start(value, WireFormat.HEADER_BYTES, value.length);
    List<Column> columns = new ArrayList<>();
    for (Schema.Field field : schema.getFields()) {
      try {
        Object read = new GenericDatumReader<>(field.schema()).read(null, bytes);
        columns.add(new Column(field.name(), text(read, field.schema())));
      } catch (IOException | RuntimeException e) {
        // Avro's readers throw whatever comes up, such as IndexOutOfBounds for a union's branch.
        return new PayloadExcerpt(
            columns,
            Optional.of(
                "%s, at byte %d: %s"
                    .formatted(field.name(), bytes.position(), PayloadDecoder.reason(e))));
      }
    }

    return new PayloadExcerpt(
        columns,
        bytes.remaining() == 0
            ? Optional.empty()
            : Optional.of("%d bytes follow the payload".formatted(bytes.remaining())));
  }

  private static String text(Object value, Schema schema) {
    if (value == null) {
      return "null";
    }
    LogicalType type = branch(schema, value).getLogicalType();
    if (type instanceof LogicalTypes.Decimal decimal && value instanceof ByteBuffer unscaled) {
      return new BigDecimal(new BigInteger(bytes(unscaled)), decimal.getScale()).toPlainString();
    }
    if (type instanceof LogicalTypes.TimestampMicros) {
      return Instant.EPOCH.plus((Long) value, ChronoUnit.MICROS).toString();
    }
    if (type instanceof LogicalTypes.TimestampMillis) {
      return Instant.EPOCH.plus((Long) value, ChronoUnit.MILLIS).toString();
    }
    if (type instanceof LogicalTypes.Date) {
      return LocalDate.ofEpochDay((Integer) value).toString();
    }

    return value instanceof ByteBuffer bytes
        ? "0x" + HexFormat.of().formatHex(bytes(bytes))
        : value.toString();
  }

  /** Of a union, the branch that is not null; contracts have no others. */
  private static Schema branch(Schema schema, Object value) {
    return schema.isUnion()
        ? schema.getTypes().stream()
            .filter(type -> type.getType() != Schema.Type.NULL)
            .filter(type -> schema.getTypes().size() == 2 || isOf(type, value))
            .findFirst()
            .orElse(schema)
        : schema;
  }

  private static boolean isOf(Schema type, Object value) {
    return GenericData.get().validate(type, value);
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);

    return bytes;
  }
}
