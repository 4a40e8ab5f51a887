package io.freshet.core.lake;

import io.freshet.core.contract.Contract;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.TypeUtil;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.types.Types.NestedField;
import org.apache.iceberg.types.Types.StructType;

/**
 * What a table keeps of columns that its contract has dropped. Rows of before have values in them,
 * which their proof rests on; rows from then on have none.
 */
final class KeptColumns {
  private final Set<Integer> ids;

  private KeptColumns(Set<Integer> ids) {
    this.ids = ids;
  }

  /** Those that this contract, or one before it, drops; columns that others have added are none. */
  static KeptColumns of(Table table, Contract contract) {
    if (contract.stream().isEmpty()) {
      return new KeptColumns(Set.of()); // who fills a derived table gives it all its columns
    }
    Map<String, String> properties = table.properties();
    Set<Integer> ids = new TreeSet<>(TableContract.dropped(properties));
    TableContract.of(contract.name(), properties)
        .ifPresent(before -> ids.addAll(ids(TableLayout.of(before).schema())));
    ids.removeAll(ids(TableLayout.of(contract).schema()));
    ids.retainAll(ids(table.schema()));

    return new KeptColumns(ids);
  }

  private static Collection<Integer> ids(Schema schema) {
    return TypeUtil.indexById(schema.asStruct()).keySet();
  }

  boolean contains(int id) {
    return ids.contains(id);
  }

  /** For {@link TableContract#DROPPED}. */
  String print() {
    return TableContract.print(new TreeSet<>(ids));
  }

  boolean isEmpty() {
    return ids.isEmpty();
  }

  /** The contract's columns, and behind them what is kept, optional. */
  Schema added(Schema wanted, Schema held) {
    return isEmpty()
        ? wanted
        : new Schema(
            added(wanted.asStruct(), held.asStruct()).fields(), wanted.identifierFieldIds());
  }

  private StructType added(StructType wanted, StructType held) {
    List<NestedField> fields = new ArrayList<>();
    for (NestedField field : wanted.fields()) {
      NestedField before = held.field(field.fieldId());
      fields.add(
          before == null
              ? field
              : NestedField.from(field).ofType(added(field.type(), before.type())).build());
    }
    for (NestedField field : held.fields()) {
      if (contains(field.fieldId()) && wanted.field(field.fieldId()) == null) {
        fields.add(field.asOptional());
      }
    }

    return StructType.of(fields);
  }

  private Type added(Type wanted, Type held) {
    if (wanted.isStructType() && held.isStructType()) {
      return added(wanted.asStructType(), held.asStructType());
    }
    if (wanted.isListType() && held.isListType()) {
      Types.ListType list = wanted.asListType();

      return Types.ListType.ofRequired(
          list.elementId(), added(list.elementType(), held.asListType().elementType()));
    }

    return wanted;
  }
}
