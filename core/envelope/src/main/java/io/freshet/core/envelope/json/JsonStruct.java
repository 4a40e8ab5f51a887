package io.freshet.core.envelope.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.freshet.core.contract.Field;
import io.freshet.core.envelope.AbsentFields;
import io.freshet.core.toolkit.NearestName;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;

/** Reads an object's members as the columns of a payload or the parts of a struct. */
final class JsonStruct implements JsonValue {
  private final Schema schema;
  private final Map<String, Column> byName = new HashMap<>();
  private final Column[] columns;

  /**
   * A column and how its values are read.
   *
   * @param allowed empty when every value of the type is
   * @param absent what it has where no member names it; may be null
   */
  private record Column(
      int position,
      String member,
      boolean required,
      JsonValue value,
      Set<String> allowed,
      Object absent) {}

  JsonStruct(List<Field> fields, Schema schema) {
    this.schema = schema;
    this.columns = new Column[fields.size()];
    for (int position = 0; position < fields.size(); position++) {
      Field field = fields.get(position);
      columns[position] =
          new Column(
              position,
              field.json().name(),
              field.required(),
              field.json().isAny()
                  ? new AnyJson()
                  : JsonValues.of(field.type(), schema.getFields().get(position).schema()),
              Set.copyOf(new HashSet<>(field.allowedValues())),
              AbsentFields.value(schema.getFields().get(position)));
      byName.put(field.name(), columns[position]);
      byName.put(field.json().name(), columns[position]);
      for (String name : field.history().formerNames()) {
        byName.put(name, columns[position]);
      }
    }
  }

  @Override
  public Object read(JsonParser parser, Violations violations) throws IOException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      return JsonValue.refuse(parser, violations, "an object");
    }
    GenericRecord struct = new GenericData.Record(schema);
    boolean[] given = new boolean[columns.length];
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      Column column = byName.get(name);
      parser.nextToken();
      if (column == null) {
        violations.add(
            parser,
            "is no column of the contract%s".formatted(NearestName.hint(name, byName.keySet())));
        parser.skipChildren();
      } else if (given[column.position()]) {
        violations.add(parser, "is given twice");
        parser.skipChildren();
      } else {
        given[column.position()] = true;
        struct.put(column.position(), value(parser, column, violations));
      }
    }
    for (Column column : columns) {
      if (!given[column.position()]) {
        struct.put(column.position(), column.absent());
        if (column.required() && column.absent() == null) {
          violations.addMissing(parser, column.member());
        }
      }
    }

    return struct;
  }

  private static Object value(JsonParser parser, Column column, Violations violations)
      throws IOException {
    if (parser.currentToken() == JsonToken.VALUE_NULL) {
      if (column.required()) {
        violations.add(parser, "is null; it is required");
      }

      return null;
    }
    Object value = column.value().read(parser, violations);
    if (value instanceof String text
        && !column.allowed().isEmpty()
        && !column.allowed().contains(text)) {
      violations.add(
          parser,
          "is none of %s"
              .formatted(String.join(", ", column.allowed().stream().sorted().toList())));
    }

    return value;
  }
}
