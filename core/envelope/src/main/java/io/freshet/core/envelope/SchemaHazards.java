package io.freshet.core.envelope;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;

/**
 * Finds schemas that let a few bytes stand for endless work: recursion (the stack), records that
 * multiply by nesting, list elements that take no bytes. Anyone who may register a schema could
 * stall a reader with them.
 */
final class SchemaHazards {
  // Contracts have tens of columns; a schema of more parts than this is not one of theirs.
  private static final int MAX_PARTS = 10_000;
  private static final long OPEN = -1;

  private final Map<String, Long> partsByRecord = new HashMap<>();

  private SchemaHazards() {}

  static Optional<String> of(Schema schema) {
    try {
      new SchemaHazards().parts(schema);

      return Optional.empty();
    } catch (Found hazard) {
      return Optional.of(hazard.getMessage());
    }
  }

  private static final class Found extends Exception {
    Found(String message) {
      super(message);
    }
  }

  /** How many values a datum of that schema has when every list has one element. */
  private long parts(Schema schema) throws Found {
    return switch (schema.getType()) {
      case RECORD -> recordParts(schema);
      case UNION -> 1 + parts(schema.getTypes());
      case MAP -> 1 + parts(schema.getValueType());
      case ARRAY -> 1 + elementParts(schema.getElementType());
      case ENUM, FIXED, STRING, BYTES, INT, LONG, FLOAT, DOUBLE, BOOLEAN, NULL -> 1;
    };
  }

  private long parts(List<Schema> schemas) throws Found {
    long parts = 0;
    for (Schema schema : schemas) {
      parts += parts(schema);
      if (parts > MAX_PARTS) {
        throw new Found("it has more than %d parts".formatted(MAX_PARTS));
      }
    }

    return parts;
  }

  private long recordParts(Schema schema) throws Found {
    String name = schema.getFullName();
    Long known = partsByRecord.putIfAbsent(name, OPEN);
    if (known != null && known == OPEN) {
      throw new Found(name + " contains itself");
    }
    if (known != null) {
      return known;
    }
    long parts = 1 + parts(schema.getFields().stream().map(Schema.Field::schema).toList());
    partsByRecord.put(name, parts);

    return parts;
  }

  private long elementParts(Schema element) throws Found {
    long parts = parts(element);
    if (takesNoBytes(element)) {
      throw new Found("an array has elements that take no bytes");
    }

    return parts;
  }

  /** Ends, as the element has just been found free of recursion and small. */
  private static boolean takesNoBytes(Schema schema) {
    return switch (schema.getType()) {
      case NULL -> true;
      case FIXED -> schema.getFixedSize() == 0;
      case RECORD ->
          schema.getFields().stream().map(Schema.Field::schema).allMatch(f -> takesNoBytes(f));
      case ARRAY, MAP, UNION, ENUM, STRING, BYTES, INT, LONG, FLOAT, DOUBLE, BOOLEAN -> false;
    };
  }
}
