package io.freshet.cli.lake;

import io.freshet.assurance.prove.RowReader;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.warehouse.trino.query.TrinoClient;
import io.trino.jdbc.Row;
import io.trino.jdbc.RowField;
import java.nio.ByteBuffer;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.types.Types.NestedField;

/** Reads a table's rows as Trino does, which shares no code with whoever wrote the files. */
final class TrinoRows implements RowReader {
  private final TrinoClient trino;
  private final TableIdentifier name;

  TrinoRows(TrinoClient trino, TableIdentifier name) {
    this.trino = trino;
    this.name = name;
  }

  @Override
  public void read(Table table, Schema columns, Consumer<Record> visitor) {
    if (table.currentSnapshot() == null) {
      return;
    }
    String statement =
        "select %s from %s for version as of %d"
            .formatted(
                columns.columns().stream()
                    .map(column -> '"' + column.name() + '"')
                    .collect(Collectors.joining(", ")),
                name,
                table.currentSnapshot().snapshotId());
    Record row = GenericRecord.create(columns);
    trino.each(
        statement,
        result -> {
          for (int i = 0; i < columns.columns().size(); i++) {
            row.set(i, value(result, i + 1, columns.columns().get(i).type()));
          }
          visitor.accept(row);
        });
  }

  private static Object value(ResultSet result, int column, Type type) throws SQLException {
    return switch (type.typeId()) {
      case TIMESTAMP -> {
        Instant time = result.getObject(column, Instant.class);
        yield time == null ? null : time.atOffset(ZoneOffset.UTC);
      }
      case DATE -> result.getObject(column, LocalDate.class);
      default -> value(result.getObject(column), type);
    };
  }

  private static Object value(Object value, Type type) throws SQLException {
    if (value == null) {
      return null;
    }

    return switch (type.typeId()) {
      case LIST -> list(value, type.asListType().elementType());
      case STRUCT -> struct((Row) value, type.asStructType());
      case BINARY -> ByteBuffer.wrap((byte[]) value);
      case DATE, TIMESTAMP ->
          throw new FreshetException(
              Fault.CALLER,
              "A time within a list or a row comes inexactly from Trino; prove without --engine");
      default -> value;
    };
  }

  private static List<Object> list(Object value, Type elementType) throws SQLException {
    Object elements = value instanceof Array array ? array.getArray() : value;
    List<Object> list = new ArrayList<>();
    for (Object element :
        elements instanceof List<?> some ? some : Arrays.asList((Object[]) elements)) {
      list.add(value(element, elementType));
    }

    return list;
  }

  private static Record struct(Row value, Types.StructType type) throws SQLException {
    Record struct = GenericRecord.create(type);
    List<RowField> fields = value.getFields();
    for (int i = 0; i < fields.size(); i++) {
      NestedField field = type.fields().get(i);
      struct.set(i, value(fields.get(i).getValue(), field.type()));
    }

    return struct;
  }
}
