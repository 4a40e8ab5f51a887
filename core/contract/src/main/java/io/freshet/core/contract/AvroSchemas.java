package io.freshet.core.contract;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.JsonProperties;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema.Type;
import org.apache.avro.SchemaBuilder;

/**
 * Derives the Avro schema of a contract's payload. Optional properties are unions with null, null
 * first and by default; each field carries its permanent id as {@code field-id}, and the names that
 * it had as aliases.
 */
public final class AvroSchemas {
  static final String NAMESPACE = "freshet";

  private static final String FIELD_ID = "field-id";
  private static final String ELEMENT_ID = "element-id";

  private AvroSchemas() {}

  public static org.apache.avro.Schema of(Contract contract) {
    return struct(
        NAMESPACE, contract.name(), contract.schema().fields(), contract.documentation().purpose());
  }

  // A part's namespace is the path to it: a column a_b and the part b of a column a stay apart.
  private static org.apache.avro.Schema struct(
      String namespace, String name, List<Field> fields, String doc) {
    String path = namespace + "." + name;
    List<org.apache.avro.Schema.Field> avroFields = new ArrayList<>();
    for (Field field : fields) {
      org.apache.avro.Schema type = type(path, field.name(), field.type());
      org.apache.avro.Schema.Field avroField =
          field.required()
              ? new org.apache.avro.Schema.Field(
                  field.name(), type, field.description(), defaultValue(field))
              : new org.apache.avro.Schema.Field(
                  field.name(),
                  org.apache.avro.Schema.createUnion(SchemaBuilder.builder().nullType(), type),
                  field.description(),
                  JsonProperties.NULL_VALUE);
      avroField.addProp(FIELD_ID, field.id());
      field.history().formerNames().forEach(avroField::addAlias);
      avroFields.add(avroField);
    }

    return org.apache.avro.Schema.createRecord(name, doc, namespace, false, avroFields);
  }

  /** As Avro takes it for the field's type; null for none. */
  private static Object defaultValue(Field field) {
    Object value = field.history().defaultValue().orElse(null);
    if (value instanceof BigDecimal decimal) {
      // Avro spells bytes as the characters of these numbers.
      return new String(decimal.unscaledValue().toByteArray(), StandardCharsets.ISO_8859_1);
    }
    boolean isInt =
        field.type() == FieldType.Scalar.INTEGER || field.type() == FieldType.Scalar.DATE;

    return isInt && value != null ? (Object) ((Long) value).intValue() : value;
  }

  private static org.apache.avro.Schema type(String namespace, String name, FieldType type) {
    if (type instanceof FieldType.Scalar scalar) {
      return scalar(scalar);
    }
    if (type instanceof FieldType.Decimal decimal) {
      return LogicalTypes.decimal(decimal.precision(), decimal.scale())
          .addToSchema(org.apache.avro.Schema.create(Type.BYTES));
    }
    if (type instanceof FieldType.Sequence sequence) {
      org.apache.avro.Schema array =
          org.apache.avro.Schema.createArray(
              type(namespace + "." + name, "element", sequence.element()));
      array.addProp(ELEMENT_ID, sequence.elementId());

      return array;
    }

    return struct(namespace, name, ((FieldType.Struct) type).fields(), null);
  }

  private static org.apache.avro.Schema scalar(FieldType.Scalar scalar) {
    return switch (scalar) {
      case BOOLEAN -> org.apache.avro.Schema.create(Type.BOOLEAN);
      case INTEGER -> org.apache.avro.Schema.create(Type.INT);
      case LONG -> org.apache.avro.Schema.create(Type.LONG);
      case FLOAT -> org.apache.avro.Schema.create(Type.FLOAT);
      case DOUBLE -> org.apache.avro.Schema.create(Type.DOUBLE);
      case STRING -> org.apache.avro.Schema.create(Type.STRING);
      case BYTES -> org.apache.avro.Schema.create(Type.BYTES);
      case DATE -> LogicalTypes.date().addToSchema(org.apache.avro.Schema.create(Type.INT));
      case TIMESTAMP ->
          LogicalTypes.timestampMicros().addToSchema(org.apache.avro.Schema.create(Type.LONG));
    };
  }
}
