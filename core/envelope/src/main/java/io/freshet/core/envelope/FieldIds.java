package io.freshet.core.envelope;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.Schema;

/**
 * Fields are the same by the permanent id that the contract gave them, and in schemas without ids
 * by the names that they had. Avro knows them by name; so before it looks, a writer's fields take
 * the names that the reader has for them.
 */
final class FieldIds {
  private static final String FIELD_ID = "field-id";

  private FieldIds() {}

  /**
   * The writer's schema with the reader's names, which reads the same bytes. That of another
   * contract is left as it is.
   */
  static Schema named(Schema writer, Schema reader) {
    if (writer.getType() != Schema.Type.RECORD
        || reader.getType() != Schema.Type.RECORD
        || !writer.getFullName().equals(reader.getFullName())) {
      return writer;
    }

    return renamed(writer, reader);
  }

  private static boolean hasId(Schema.Field field) {
    return field.getObjectProp(FIELD_ID) instanceof Integer;
  }

  private static int id(Schema.Field field) {
    return (Integer) field.getObjectProp(FIELD_ID);
  }

  private static Schema renamed(Schema writer, Schema reader) {
    boolean byId = writer.getFields().stream().allMatch(FieldIds::hasId);
    if (!byId && !writer.getFullName().equals(reader.getFullName())) {
      return writer;
    }
    Map<Object, Schema.Field> wanted = byId ? byIds(reader) : byNames(reader, writer);
    Set<String> names = new HashSet<>();
    for (Schema.Field field : reader.getFields()) {
      names.add(field.name());
      names.addAll(field.aliases()); // by which Avro would look once more
    }
    List<Schema.Field> fields = new ArrayList<>();
    for (Schema.Field field : writer.getFields()) {
      Schema.Field same = wanted.get(byId ? (Object) id(field) : field.name());
      if (same != null) {
        fields.add(
            new Schema.Field(
                same.name(), renamedValue(field.schema(), same.schema()), field.doc()));
      } else {
        // One that was dropped must not be taken for another one that has its name now.
        fields.add(
            new Schema.Field(
                names.contains(field.name()) ? unused(field.name(), names) : field.name(),
                field.schema(),
                field.doc()));
      }
    }

    return Schema.createRecord(
        reader.getName(), writer.getDoc(), reader.getNamespace(), false, fields);
  }

  private static Map<Object, Schema.Field> byIds(Schema reader) {
    Map<Object, Schema.Field> fields = new HashMap<>();
    reader.getFields().stream()
        .filter(FieldIds::hasId)
        .forEach(field -> fields.put(id(field), field));

    return fields;
  }

  /** A former name counts where the writer does not know the one that came after it. */
  private static Map<Object, Schema.Field> byNames(Schema reader, Schema writer) {
    Map<Object, Schema.Field> fields = new HashMap<>();
    for (Schema.Field field : reader.getFields()) {
      fields.put(field.name(), field);
      if (writer.getField(field.name()) == null) {
        field.aliases().stream()
            .filter(name -> writer.getField(name) != null)
            .findFirst()
            .ifPresent(name -> fields.put(name, field));
      }
    }

    return fields;
  }

  private static String unused(String name, Set<String> names) {
    String longer = name + "_";
    while (names.contains(longer)) {
      longer += "_";
    }
    names.add(longer);

    return longer;
  }

  private static Schema renamedValue(Schema writer, Schema reader) {
    if (writer.getType() == Schema.Type.UNION) {
      Schema value = present(reader);

      return Schema.createUnion(
          writer.getTypes().stream().map(branch -> renamedValue(branch, value)).toList());
    }
    Schema wanted = present(reader);
    if (writer.getType() == Schema.Type.RECORD && wanted.getType() == Schema.Type.RECORD) {
      return renamed(writer, wanted);
    }
    if (writer.getType() == Schema.Type.ARRAY && wanted.getType() == Schema.Type.ARRAY) {
      return Schema.createArray(renamedValue(writer.getElementType(), wanted.getElementType()));
    }

    return writer;
  }

  /** What a reader's union holds besides null. */
  private static Schema present(Schema schema) {
    return schema.getType() != Schema.Type.UNION
        ? schema
        : schema.getTypes().stream()
            .filter(type -> type.getType() != Schema.Type.NULL)
            .findFirst()
            .orElse(schema);
  }
}
