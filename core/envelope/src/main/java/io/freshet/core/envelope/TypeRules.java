package io.freshet.core.envelope;

import io.freshet.core.contract.Field;
import io.freshet.core.contract.FieldType;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.apache.avro.generic.IndexedRecord;

/** Checks a payload's Java values against the columns' types, before Avro writes them. */
final class TypeRules {
  private TypeRules() {}

  /** What is wrong with a record whose schema has those columns; empty when nothing is. */
  static Optional<String> problem(List<Field> fields, IndexedRecord struct) {
    return problem("", fields, struct);
  }

  private static Optional<String> problem(String prefix, List<Field> fields, IndexedRecord struct) {
    for (int position = 0; position < fields.size(); position++) {
      Field field = fields.get(position);
      Object value = struct.get(position);
      if (value == null && field.required()) {
        return Optional.of("%s%s is missing; it is required".formatted(prefix, field.name()));
      }
      Optional<String> problem =
          value == null
              ? Optional.empty()
              : problem(path(prefix, field.name()), field.type(), value);
      if (problem.isPresent()) {
        return problem;
      }
    }

    return Optional.empty();
  }

  /** Of a column it is its name: no string is made for any column of each event. */
  private static String path(String prefix, String name) {
    return prefix.isEmpty() ? name : prefix + name;
  }

  private static Optional<String> problem(String path, FieldType type, Object value) {
    if (type instanceof FieldType.Struct struct) {
      return value instanceof IndexedRecord nested
              && nested.getSchema().getFields().size() == struct.fields().size()
          ? problem(path + ".", struct.fields(), nested)
          : wrong(path, "a record of %d fields".formatted(struct.fields().size()), value);
    }
    if (type instanceof FieldType.Sequence sequence) {
      return value instanceof Collection<?> elements
          ? elementProblem(path + "[]", sequence.element(), elements)
          : wrong(path, "a Collection", value);
    }
    Class<?> wanted = type instanceof FieldType.Scalar scalar ? javaType(scalar) : ByteBuffer.class;

    return wanted.isInstance(value) ? Optional.empty() : wrong(path, wanted.getSimpleName(), value);
  }

  private static Optional<String> elementProblem(
      String path, FieldType type, Collection<?> elements) {
    for (Object element : elements) {
      Optional<String> problem =
          element == null
              ? Optional.of("%s is null; elements never are".formatted(path))
              : problem(path, type, element);
      if (problem.isPresent()) {
        return problem;
      }
    }

    return Optional.empty();
  }

  private static Optional<String> wrong(String path, String wanted, Object value) {
    return Optional.of(
        "%s is of type %s; it must be %s"
            .formatted(path, value.getClass().getSimpleName(), wanted));
  }

  private static Class<?> javaType(FieldType.Scalar scalar) {
    return switch (scalar) {
      case BOOLEAN -> Boolean.class;
      case INTEGER, DATE -> Integer.class;
      case LONG, TIMESTAMP -> Long.class;
      case FLOAT -> Float.class;
      case DOUBLE -> Double.class;
      case STRING -> CharSequence.class;
      case BYTES -> ByteBuffer.class;
    };
  }
}
