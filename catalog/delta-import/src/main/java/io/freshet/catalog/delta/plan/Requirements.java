package io.freshet.catalog.delta.plan;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.TypeUtil;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.types.Types.NestedField;

/**
 * Which columns must have a value: those of which every version says so. One that says so only
 * lately would refuse the files of the versions before.
 */
final class Requirements {
  private final Set<Integer> required;

  private Requirements(Set<Integer> required) {
    this.required = required;
  }

  static Requirements ofAll(List<Schema> schemas) {
    Set<Integer> required = new HashSet<>(requiredIds(schemas.get(0)));
    schemas.forEach(schema -> required.retainAll(requiredIds(schema)));

    return new Requirements(required);
  }

  private static Set<Integer> requiredIds(Schema schema) {
    Set<Integer> ids = new HashSet<>();
    TypeUtil.indexById(schema.asStruct())
        .forEach(
            (id, field) -> {
              if (field.isRequired()) {
                ids.add(id);
              }
            });

    return ids;
  }

  Schema on(Schema schema) {
    return new Schema(fields(schema.asStruct()));
  }

  private List<NestedField> fields(Types.StructType struct) {
    List<NestedField> fields = new ArrayList<>();
    for (NestedField field : struct.fields()) {
      fields.add(
          NestedField.from(field)
              .ofType(type(field.type()))
              .isOptional(!required.contains(field.fieldId()))
              .build());
    }

    return fields;
  }

  private Type type(Type type) {
    return switch (type.typeId()) {
      case STRUCT -> Types.StructType.of(fields(type.asStructType()));
      case LIST -> {
        Types.ListType list = type.asListType();
        Type element = type(list.elementType());
        yield required.contains(list.elementId())
            ? Types.ListType.ofRequired(list.elementId(), element)
            : Types.ListType.ofOptional(list.elementId(), element);
      }
      case MAP -> {
        Types.MapType map = type.asMapType();
        Type key = type(map.keyType());
        Type value = type(map.valueType());
        yield required.contains(map.valueId())
            ? Types.MapType.ofRequired(map.keyId(), map.valueId(), key, value)
            : Types.MapType.ofOptional(map.keyId(), map.valueId(), key, value);
      }
      default -> type;
    };
  }
}
