package io.freshet.ingestion.sqlapps.stream;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Field;
import io.freshet.core.contract.FieldType;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.api.Schema;
import org.apache.flink.table.types.DataType;

/** A contract's stream as the columns of a table in Flink's SQL. */
public final class ContractColumns {
  /** Behind the contract's own, as in the tables of the lake. */
  static final List<String> PLATFORM = List.of("_stream_partition", "_offset", "_received_at");

  private ContractColumns() {}

  /** What is read: the contract's columns, the platform's, and the event time's watermark. */
  public static Schema read(Contract contract) {
    return Schema.newBuilder()
        .fromRowDataType(readType(contract))
        .watermark(contract.schema().keys().eventTime(), "SOURCE_WATERMARK()")
        .build();
  }

  /**
   * What is written: the contract's columns. All may be null for SQL, as the encoder refuses events
   * without a required value and says so.
   */
  public static Schema written(Contract contract) {
    List<DataTypes.Field> columns = new ArrayList<>();
    for (Field field : contract.schema().fields()) {
      columns.add(DataTypes.FIELD(field.name(), type(contract, field).nullable()));
    }

    return Schema.newBuilder().fromRowDataType(DataTypes.ROW(columns)).build();
  }

  static DataType readType(Contract contract) {
    List<DataTypes.Field> columns = new ArrayList<>();
    for (Field field : contract.schema().fields()) {
      columns.add(DataTypes.FIELD(field.name(), type(contract, field)));
    }
    columns.add(DataTypes.FIELD(PLATFORM.get(0), DataTypes.INT().notNull()));
    columns.add(DataTypes.FIELD(PLATFORM.get(1), DataTypes.BIGINT().notNull()));
    columns.add(DataTypes.FIELD(PLATFORM.get(2), DataTypes.TIMESTAMP_LTZ(3).notNull()));

    return DataTypes.ROW(columns).notNull();
  }

  private static DataType type(Contract contract, Field field) {
    // Flink's event time has milliseconds at most.
    DataType type =
        field.name().equals(contract.schema().keys().eventTime())
            ? DataTypes.TIMESTAMP_LTZ(3)
            : type(field.type());

    return field.required() ? type.notNull() : type.nullable();
  }

  private static DataType type(FieldType type) {
    if (type instanceof FieldType.Decimal decimal) {
      return DataTypes.DECIMAL(decimal.precision(), decimal.scale());
    }
    if (type instanceof FieldType.Sequence sequence) {
      return DataTypes.ARRAY(type(sequence.element()).notNull());
    }
    if (type instanceof FieldType.Struct struct) {
      return DataTypes.ROW(
          struct.fields().stream()
              .map(
                  part ->
                      DataTypes.FIELD(
                          part.name(),
                          part.required()
                              ? type(part.type()).notNull()
                              : type(part.type()).nullable()))
              .toList());
    }

    return scalar((FieldType.Scalar) type);
  }

  private static DataType scalar(FieldType.Scalar type) {
    return switch (type) {
      case BOOLEAN -> DataTypes.BOOLEAN();
      case INTEGER -> DataTypes.INT();
      case LONG -> DataTypes.BIGINT();
      case FLOAT -> DataTypes.FLOAT();
      case DOUBLE -> DataTypes.DOUBLE();
      case STRING -> DataTypes.STRING();
      case BYTES -> DataTypes.BYTES();
      case DATE -> DataTypes.DATE();
      case TIMESTAMP -> DataTypes.TIMESTAMP_LTZ(6);
    };
  }
}
