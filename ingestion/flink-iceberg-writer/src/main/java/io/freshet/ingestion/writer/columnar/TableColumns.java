package io.freshet.ingestion.writer.columnar;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Field;
import io.freshet.core.envelope.FlatEvent;
import io.freshet.core.lake.PlatformColumns;
import io.freshet.core.lake.TableLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.iceberg.SortField;
import org.apache.iceberg.SortOrder;
import org.apache.iceberg.Table;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.TypeUtil;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.types.Types.NestedField;

/**
 * Which slot of a {@link FlatEvent} each column of a table takes its values from. After the
 * contract's own come those of the platform; columns that neither knows stay empty: a table can be
 * a version ahead of a job that runs.
 */
final class TableColumns {
  private static final int PLATFORM_SLOTS = 7;

  private final List<Field> fields;
  private final List<NestedField> columns;
  private final SortOrder sortOrder;

  TableColumns(Contract contract, Table table) {
    this.fields = contract.schema().fields();
    this.columns = table.schema().columns();
    this.sortOrder = table.sortOrder();
  }

  /** The first column that can't be written by columns, and why; empty when all can. */
  static Optional<String> obstacle(Contract contract, Table table) {
    Types.StructType struct = table.schema().asStruct();
    for (Field field : contract.schema().fields()) {
      NestedField column = struct.field(field.id());
      if (column == null || !isAsWide(TableLayout.type(field.type()), column.type())) {
        return Optional.of(
            "%s is %s, in the table %s"
                .formatted(
                    field.name(),
                    TableLayout.type(field.type()),
                    column == null ? "missing" : column.type()));
      }
    }

    return struct.fields().stream()
        .filter(column -> !isFlat(column.type()))
        .findFirst()
        .map(column -> "%s is %s".formatted(column.name(), column.type()));
  }

  /** Whether a value of the contract's type is the same bits in the table's. */
  private static boolean isAsWide(Type contracts, Type tables) {
    if (contracts.equals(tables)) {
      return true;
    }
    boolean isPromotion =
        contracts.isPrimitiveType()
            && tables.isPrimitiveType()
            && TypeUtil.isPromotionAllowed(contracts, tables.asPrimitiveType());
    if (contracts instanceof Types.DecimalType from && tables instanceof Types.DecimalType to) {
      return isPromotion && isNumber(from) == isNumber(to);
    }

    return isPromotion && contracts.typeId() == Type.TypeID.INTEGER;
  }

  private static boolean isNumber(Types.DecimalType type) {
    return type.precision() <= FlatEvent.MAX_NUMBER_PRECISION;
  }

  private static boolean isFlat(Type type) {
    return switch (type.typeId()) {
      case BOOLEAN, INTEGER, LONG, FLOAT, DOUBLE, DATE, TIMESTAMP, STRING, BINARY, DECIMAL -> true;
      default -> false;
    };
  }

  int slots() {
    return fields.size() + PLATFORM_SLOTS;
  }

  int sourceSlot() {
    return fields.size();
  }

  int partitionSlot() {
    return fields.size() + 1;
  }

  int offsetSlot() {
    return fields.size() + 2;
  }

  int receivedAtSlot() {
    return fields.size() + 3;
  }

  int originSlot() {
    return fields.size() + 4;
  }

  int clientIdSlot() {
    return fields.size() + 5;
  }

  private int emptySlot() {
    return fields.size() + 6;
  }

  /** Where the values of a table's column are. */
  int slot(NestedField column) {
    for (int slot = 0; slot < fields.size(); slot++) {
      if (fields.get(slot).id() == column.fieldId()) {
        return slot;
      }
    }

    return switch (column.name()) {
      case PlatformColumns.SOURCE -> sourceSlot();
      case PlatformColumns.PARTITION -> partitionSlot();
      case PlatformColumns.OFFSET -> offsetSlot();
      case PlatformColumns.RECEIVED_AT -> receivedAtSlot();
      case PlatformColumns.ORIGIN -> originSlot();
      case PlatformColumns.CLIENT_ID -> clientIdSlot();
      default -> emptySlot();
    };
  }

  /** Empty buffers for the table's columns, in the table's order. */
  Columns buffers() {
    return new Columns(columns.stream().map(this::buffer).toList());
  }

  private Column buffer(NestedField column) {
    int slot = slot(column);
    boolean required = column.isRequired();
    Type type = column.type();

    return switch (type.typeId()) {
      case BOOLEAN -> new IntColumn(slot, required, IntColumn.Kind.BOOLEAN);
      case INTEGER, DATE -> new IntColumn(slot, required, IntColumn.Kind.INT);
      case FLOAT -> new IntColumn(slot, required, IntColumn.Kind.FLOAT);
      case LONG, TIMESTAMP -> new LongColumn(slot, required, LongColumn.Kind.LONG);
      case DOUBLE -> new LongColumn(slot, required, LongColumn.Kind.DOUBLE);
      case STRING, BINARY -> BytesColumn.of(slot, required);
      case DECIMAL -> decimals(slot, required, ((Types.DecimalType) type).precision());
      default -> throw new IllegalArgumentException("No buffer for a column of " + type);
    };
  }

  /** As wide as Iceberg stores them in Parquet. */
  private static Column decimals(int slot, boolean required, int precision) {
    if (precision <= 9) {
      return new IntColumn(slot, required, IntColumn.Kind.INT);
    }

    return precision <= FlatEvent.MAX_NUMBER_PRECISION
        ? new LongColumn(slot, required, LongColumn.Kind.LONG)
        : BytesColumn.ofDecimals(slot, required, TypeUtil.decimalRequiredBytes(precision));
  }

  /** Whether rows can be sorted as the table asks: by columns, not by what is made of them. */
  boolean areSortable() {
    return sortOrder.isSorted()
        && sortOrder.fields().stream().allMatch(field -> field.transform().isIdentity());
  }

  /** The numbers of those rows in the table's order, or as they came. */
  int[] order(Columns buffers) {
    if (!areSortable()) {
      return RowOrder.asTheyCame(buffers.rows());
    }
    List<RowOrder.Part> parts = new ArrayList<>();
    for (SortField field : sortOrder.fields()) {
      parts.add(
          new RowOrder.Part(
              buffers.column(position(field.sourceId())), field.direction(), field.nullOrder()));
    }

    return RowOrder.of(parts, buffers.rows());
  }

  private int position(int fieldId) {
    for (int position = 0; position < columns.size(); position++) {
      if (columns.get(position).fieldId() == fieldId) {
        return position;
      }
    }
    throw new IllegalArgumentException("The table sorts by field %d".formatted(fieldId));
  }
}
