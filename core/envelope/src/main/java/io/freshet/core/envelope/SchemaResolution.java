package io.freshet.core.envelope;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;

/**
 * Tells whether data of a writer's schema can be read as the contract's. Stricter than Avro, which
 * ignores logical types, so that milliseconds would silently be read as microseconds.
 */
final class SchemaResolution {
  private SchemaResolution() {}

  /** What is in the way; empty when the data can be read. */
  static Optional<String> problem(Schema original, Schema reader) {
    Optional<String> hazard = SchemaHazards.of(original);
    if (hazard.isPresent()) {
      return hazard;
    }
    Schema writer = FieldIds.named(original, reader);
    SchemaCompatibility.SchemaPairCompatibility avro =
        SchemaCompatibility.checkReaderWriterCompatibility(reader, writer);
    if (avro.getType() != SchemaCompatibilityType.COMPATIBLE) {
      List<SchemaCompatibility.Incompatibility> found = avro.getResult().getIncompatibilities();
      SchemaCompatibility.Incompatibility first = found.get(0);

      return Optional.of(
          "%s at %s (%s)".formatted(first.getType(), first.getLocation(), first.getMessage()));
    }

    return difference(reader.getName(), writer, reader);
  }

  /** Where equal bytes mean different things on both sides. */
  private static Optional<String> difference(String path, Schema writer, Schema reader) {
    if (writer.getType() == Schema.Type.UNION) {
      return first(values(writer).stream().map(value -> difference(path, value, reader)));
    }
    if (reader.getType() == Schema.Type.UNION) {
      return first(values(reader).stream().map(value -> difference(path, writer, value)));
    }
    if (reader.getType() == Schema.Type.RECORD) {
      return first(
          reader.getFields().stream()
              .filter(field -> writer.getField(field.name()) != null)
              .map(field -> difference(path + "." + field.name(), writer, field)));
    }
    if (reader.getType() == Schema.Type.ARRAY) {
      return difference(path + "[]", writer.getElementType(), reader.getElementType());
    }

    return unit(writer).equals(unit(reader))
        ? Optional.empty()
        : Optional.of("%s is %s, not %s".formatted(path, unit(writer), unit(reader)));
  }

  private static Optional<String> difference(String path, Schema writer, Schema.Field reader) {
    return difference(path, writer.getField(reader.name()).schema(), reader.schema());
  }

  private static Optional<String> first(Stream<Optional<String>> problems) {
    return problems.flatMap(Optional::stream).findFirst();
  }

  private static List<Schema> values(Schema union) {
    return union.getTypes().stream().filter(value -> value.getType() != Schema.Type.NULL).toList();
  }

  /** What the bits of a value count: a time's unit, a decimal's scale, or just themselves. */
  private static String unit(Schema schema) {
    if (schema.getLogicalType() instanceof LogicalTypes.Decimal decimal) {
      return "a decimal of scale " + decimal.getScale();
    }

    return switch (schema.getType()) {
      case INT, LONG, BYTES, FIXED ->
          schema.getLogicalType() == null ? "plain" : schema.getLogicalType().getName();
      case STRING, FLOAT, DOUBLE, BOOLEAN, ENUM, NULL, RECORD, ARRAY, MAP, UNION -> "plain";
    };
  }
}
