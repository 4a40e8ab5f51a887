package io.freshet.cli.contract.draft;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/** Drafts columns from an Avro schema. */
final class AvroDraft {
  private final Problems problems;
  private final Set<String> open = new HashSet<>();

  private AvroDraft(Problems problems) {
    this.problems = problems;
  }

  static Draft read(Path file) throws IOException {
    Problems problems = new Problems(file);
    Schema schema = parse(file, problems);
    if (schema.getType() != Schema.Type.RECORD) {
      throw problems.unreadable(
          "an event is a record, and this schema is of type %s"
              .formatted(schema.getType().getName()));
    }
    List<DraftColumn> columns = new AvroDraft(problems).columns("", schema);
    problems.check();

    return new Draft(text(schema.getDoc()), columns);
  }

  private static Schema parse(Path file, Problems problems) throws IOException {
    try {
      return new Schema.Parser().parse(file.toFile());
    } catch (AvroRuntimeException | NullPointerException e) {
      // Besides its own exceptions Avro's parser throws NullPointerException for unknown types.
      throw problems.unreadable(
          e.getMessage() == null
              ? "it is no Avro schema"
              : e.getMessage().lines().findFirst().orElse(""));
    }
  }

  private List<DraftColumn> columns(String parent, Schema schema) {
    List<DraftColumn> columns = new ArrayList<>();
    if (!open.add(schema.getFullName())) {
      problems.add(parent, "%s contains itself".formatted(schema.getName()), "flatten it");
      return columns;
    }
    if (schema.getFields().isEmpty()) {
      problems.add(parent, "%s has no fields".formatted(schema.getName()), "leave it out");
    }
    ColumnNames names = new ColumnNames(problems);
    for (Schema.Field field : schema.getFields()) {
      String place = parent + field.name();
      names
          .of(field.name(), place)
          .flatMap(name -> column(name, place, field))
          .ifPresent(columns::add);
    }
    open.remove(schema.getFullName());

    return columns;
  }

  private Optional<DraftColumn> column(String name, String place, Schema.Field field) {
    Optional<Schema> value = value(place, field.schema());
    DraftColumn column = DraftColumn.of(name, DraftType.STRING).described(text(field.doc()));
    DraftColumn named =
        name.equals(field.name())
            ? column
            : column.guess("the schema calls it %s".formatted(field.name()));
    DraftColumn counted = field.schema().isUnion() ? named : named.asRequired();

    return value.flatMap(
        schema -> type(place, schema).map(type -> hinted(counted.as(type), schema)));
  }

  private static DraftColumn hinted(DraftColumn column, Schema schema) {
    if (schema.getType() == Schema.Type.ENUM) {
      return column.allowing(schema.getEnumSymbols());
    }
    if (schema.getLogicalType() instanceof LogicalTypes.TimestampMillis) {
      return column.guess("the stream has microseconds, the schema milliseconds");
    }
    if (schema.getLogicalType() instanceof LogicalTypes.LocalTimestampMicros
        || schema.getLogicalType() instanceof LogicalTypes.LocalTimestampMillis) {
      return column.guess("UTC, the schema names no time zone");
    }

    return column;
  }

  /** What a field holds when it is there. */
  private Optional<Schema> value(String place, Schema schema) {
    if (!schema.isUnion()) {
      return Optional.of(schema);
    }
    List<Schema> values =
        schema.getTypes().stream().filter(type -> type.getType() != Schema.Type.NULL).toList();
    if (values.size() != 1 || schema.getTypes().size() != 2) {
      problems.add(
          place, "it is a union of more than null and one type", "make a field of each of them");
      return Optional.empty();
    }

    return Optional.of(values.get(0));
  }

  private Optional<DraftType> type(String place, Schema schema) {
    LogicalType logical = schema.getLogicalType();
    if (logical != null) {
      Optional<DraftType> known = logical(logical);
      if (known.isPresent()) {
        return known;
      }
    }

    return switch (schema.getType()) {
      case RECORD -> Optional.of(new DraftType.Parts(columns(place + ".", schema)));
      case ARRAY -> list(place + "[]", schema.getElementType());
      case ENUM, STRING -> Optional.of(DraftType.STRING);
      case BYTES, FIXED -> Optional.of(DraftType.BYTES);
      case BOOLEAN -> Optional.of(DraftType.BOOLEAN);
      case INT -> Optional.of(DraftType.INT);
      case LONG -> Optional.of(DraftType.LONG);
      case FLOAT -> Optional.of(DraftType.FLOAT);
      case DOUBLE -> Optional.of(DraftType.DOUBLE);
      case MAP, NULL, UNION -> {
        problems.add(
            place,
            "a column can't be a %s".formatted(schema.getType().getName()),
            "an array of records with key and value can stand for a map");
        yield Optional.empty();
      }
    };
  }

  private Optional<DraftType> list(String place, Schema element) {
    if (element.isUnion()) {
      problems.add(place, "an element may be null", "elements are never null: leave them out");
      return Optional.empty();
    }

    return type(place, element).map(DraftType.ListOf::new);
  }

  private static Optional<DraftType> logical(LogicalType logical) {
    if (logical instanceof LogicalTypes.Decimal decimal) {
      return Optional.of(DraftType.decimal(decimal.getPrecision(), decimal.getScale()));
    }

    return switch (logical.getName()) {
      case "timestamp-millis",
          "timestamp-micros",
          "local-timestamp-millis",
          "local-timestamp-micros" ->
          Optional.of(DraftType.TIMESTAMP);
      case "date" -> Optional.of(DraftType.DATE);
      case "uuid" -> Optional.of(DraftType.STRING);
      default -> Optional.empty();
    };
  }

  private static String text(String doc) {
    return doc == null ? "" : doc;
  }
}
