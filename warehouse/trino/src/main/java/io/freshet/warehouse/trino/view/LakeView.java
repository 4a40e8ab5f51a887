package io.freshet.warehouse.trino.view;

import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.Schema;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.TypeUtil;
import org.apache.iceberg.types.Types.NestedField;

/**
 * A view in Trino's SQL, kept in the lake's catalog. It runs with the rights of who asks, so it
 * shows nobody more than the tables do.
 *
 * @param comment what it is for
 * @param sql one query, whose columns are {@code columns} in this order
 */
public record LakeView(TableIdentifier name, String comment, List<Column> columns, String sql) {
  // The parts of a column's type bring ids of their own.
  private static final int ABOVE_ALL_OTHERS = 1_000_000;

  public LakeView {
    columns = List.copyOf(columns);
  }

  /** What the query gives at that place, and what it means. */
  public record Column(String name, Type type, String description) {}

  /** Columns are numbered by their places, as the catalog numbers them. */
  Schema schema() {
    List<NestedField> fields = new ArrayList<>();
    for (Column column : columns) {
      int id = ABOVE_ALL_OTHERS + fields.size();
      fields.add(NestedField.optional(id, column.name(), column.type(), column.description()));
    }

    return TypeUtil.assignIncreasingFreshIds(new Schema(fields));
  }
}
