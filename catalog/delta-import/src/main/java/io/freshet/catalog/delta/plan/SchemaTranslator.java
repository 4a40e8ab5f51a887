package io.freshet.catalog.delta.plan;

import io.delta.kernel.internal.util.ColumnMapping;
import io.delta.kernel.types.ArrayType;
import io.delta.kernel.types.BinaryType;
import io.delta.kernel.types.BooleanType;
import io.delta.kernel.types.ByteType;
import io.delta.kernel.types.DataType;
import io.delta.kernel.types.DateType;
import io.delta.kernel.types.DecimalType;
import io.delta.kernel.types.DoubleType;
import io.delta.kernel.types.FieldMetadata;
import io.delta.kernel.types.FloatType;
import io.delta.kernel.types.GeographyType;
import io.delta.kernel.types.GeometryType;
import io.delta.kernel.types.IntegerType;
import io.delta.kernel.types.LongType;
import io.delta.kernel.types.MapType;
import io.delta.kernel.types.ShortType;
import io.delta.kernel.types.StringType;
import io.delta.kernel.types.StructField;
import io.delta.kernel.types.StructType;
import io.delta.kernel.types.TimestampNTZType;
import io.delta.kernel.types.TimestampType;
import io.delta.kernel.types.VariantType;
import io.freshet.catalog.delta.source.DeltaVersion;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.Schema;
import org.apache.iceberg.mapping.NameMapping;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.types.Types.NestedField;

/**
 * Turns the schemas of a Delta table's versions into Iceberg's. A column has one field id in all of
 * them: its own where columns are mapped, else that of its name. Feed it the newest version first.
 */
final class SchemaTranslator {
  private static final Map<Class<? extends DataType>, Type> PRIMITIVES =
      Map.ofEntries(
          Map.entry(BooleanType.class, Types.BooleanType.get()),
          Map.entry(ByteType.class, Types.IntegerType.get()),
          Map.entry(ShortType.class, Types.IntegerType.get()),
          Map.entry(IntegerType.class, Types.IntegerType.get()),
          Map.entry(LongType.class, Types.LongType.get()),
          Map.entry(FloatType.class, Types.FloatType.get()),
          Map.entry(DoubleType.class, Types.DoubleType.get()),
          Map.entry(StringType.class, Types.StringType.get()),
          Map.entry(BinaryType.class, Types.BinaryType.get()),
          Map.entry(DateType.class, Types.DateType.get()),
          Map.entry(TimestampType.class, Types.TimestampType.withZone()),
          Map.entry(TimestampNTZType.class, Types.TimestampType.withoutZone()));

  private static final Map<Class<? extends DataType>, String> REFUSED =
      Map.of(
          VariantType.class, "variantType",
          GeometryType.class, "geospatial",
          GeographyType.class, "geospatial");

  private final boolean mapped;
  private final FieldIds ids;
  private final PhysicalNames names = new PhysicalNames();

  SchemaTranslator(DeltaVersion newest) {
    this.mapped = newest.isMapped();
    this.ids = new FieldIds(mapped ? highestId(newest) : 0);
  }

  private static int highestId(DeltaVersion version) {
    return Optional.ofNullable(
            version
                .metadata()
                .getConfiguration()
                .get(ColumnMapping.COLUMN_MAPPING_MAX_COLUMN_ID_KEY))
        .map(Integer::parseInt)
        .orElse(0);
  }

  /**
   * @throws FreshetException for a column whose type Iceberg, as our readers know it, does not have
   */
  Schema translate(StructType schema) {
    return new Schema(fields(schema, "", names));
  }

  /** For the columns of all schemas so far. */
  NameMapping names() {
    return NameMapping.of(names.mapped());
  }

  private List<NestedField> fields(StructType struct, String parent, PhysicalNames known) {
    List<NestedField> fields = new ArrayList<>();
    for (StructField field : struct.fields()) {
      String physical = mapped ? ColumnMapping.getPhysicalName(field) : field.getName();
      String path = parent + '\n' + physical; // no name holds a line's end
      int id = mapped ? ColumnMapping.getColumnId(field) : ids.of(path);
      Place place =
          new Place(path, physical, Optional.ofNullable(nestedIds(field)), known.add(id, physical));
      Type type = type(field.getName(), field.getDataType(), place);
      String comment = comment(field);
      fields.add(
          field.isNullable()
              ? NestedField.optional(id, field.getName(), type, comment)
              : NestedField.required(id, field.getName(), type, comment));
    }

    return fields;
  }

  private static FieldMetadata nestedIds(StructField field) {
    return field.getMetadata().getMetadata(ColumnMapping.COLUMN_MAPPING_NESTED_IDS_KEY);
  }

  private static String comment(StructField field) {
    return field.getMetadata().get("comment") instanceof String text ? text : null;
  }

  /**
   * Where in a schema a type stands.
   *
   * @param inField from the name of the nearest field on, as the nested ids are kept by
   * @param nestedIds of elements, keys and values below that field
   * @param names below it
   */
  private record Place(
      String path, String inField, Optional<FieldMetadata> nestedIds, PhysicalNames names) {
    Place part(String part, FieldIds ids) {
      return new Place(
          path + '\n' + part, inField + '.' + part, nestedIds, names.add(id(part, ids), part));
    }

    int id(String part, FieldIds ids) {
      String key = inField + '.' + part;

      return nestedIds
          .filter(known -> known.contains(key))
          .map(known -> known.getLong(key).intValue())
          .orElseGet(() -> ids.of(path + '\n' + part));
    }
  }

  private Type type(String column, DataType type, Place place) {
    if (type instanceof StructType struct) {
      return Types.StructType.of(fields(struct, place.path(), place.names()));
    }
    if (type instanceof ArrayType array) {
      Type element = type(column, array.getElementType(), place.part("element", ids));
      int id = place.id("element", ids);

      return array.containsNull()
          ? Types.ListType.ofOptional(id, element)
          : Types.ListType.ofRequired(id, element);
    }
    if (type instanceof MapType map) {
      Type key = type(column, map.getKeyType(), place.part("key", ids));
      Type value = type(column, map.getValueType(), place.part("value", ids));
      int keyId = place.id("key", ids);
      int valueId = place.id("value", ids);

      return map.isValueContainsNull()
          ? Types.MapType.ofOptional(keyId, valueId, key, value)
          : Types.MapType.ofRequired(keyId, valueId, key, value);
    }
    if (type instanceof DecimalType decimal) {
      return Types.DecimalType.of(decimal.getPrecision(), decimal.getScale());
    }
    Type primitive = PRIMITIVES.get(type.getClass());
    if (primitive == null) {
      throw new FreshetException(
          Fault.CALLER,
          "Column %s is %s, which can't be imported: %s"
              .formatted(column, type, REFUSED.getOrDefault(type.getClass(), type.toString())));
    }

    return primitive;
  }
}
