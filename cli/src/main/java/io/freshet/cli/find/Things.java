package io.freshet.cli.find;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.contract.Field;
import io.freshet.core.contract.FieldType;
import io.freshet.core.lake.TableLayout;
import io.freshet.warehouse.trino.query.TrinoClient;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Everything that can be found: what contracts say, and what Trino has besides. */
final class Things {
  private final Map<String, Thing> byName = new LinkedHashMap<>();

  /** Tables of contracts, with their columns and the parts of objects. */
  Things addAll(Contracts contracts) {
    for (Contract contract : contracts.all()) {
      if (contract.table().isPresent()) {
        String table = TableLayout.name(contract).toString();
        String owner = contract.documentation().owner();
        add(new Thing(Thing.Kind.TABLE, table, owner, contract.documentation().purpose()));
        addColumns(table, owner, contract.schema().fields());
      }
    }

    return this;
  }

  /** Tables, views and columns that no contract describes, with their comments. */
  Things addAll(TrinoClient trino) {
    for (List<Object> row :
        trino
            .ask(
                "SELECT schema_name, table_name, comment FROM system.metadata.table_comments WHERE"
                    + " catalog_name = 'lake' AND schema_name <> 'information_schema'")
            .rows()) {
      add(new Thing(Thing.Kind.TABLE, row.get(0) + "." + row.get(1), "", text(row.get(2))));
    }
    for (List<Object> row :
        trino
            .ask(
                "SELECT table_schem, table_name, column_name, remarks FROM system.jdbc.columns"
                    + " WHERE table_cat = 'lake' AND table_schem <> 'information_schema'")
            .rows()) {
      String name = row.get(0) + "." + row.get(1) + "." + row.get(2);
      add(
          new Thing(
              Thing.Kind.COLUMN, name, owner(row.get(0) + "." + row.get(1)), text(row.get(3))));
    }

    return this;
  }

  List<Thing> all() {
    return List.copyOf(byName.values());
  }

  private void addColumns(String holder, String owner, List<Field> fields) {
    for (Field field : fields) {
      String name = holder + "." + field.name();
      add(new Thing(Thing.Kind.COLUMN, name, owner, field.description()));
      if (field.type() instanceof FieldType.Struct struct) {
        addColumns(name, owner, struct.fields());
      }
    }
  }

  /** What a contract says comes first and stays. */
  private void add(Thing thing) {
    byName.putIfAbsent(thing.name(), thing);
  }

  private String owner(String table) {
    Thing thing = byName.get(table);

    return thing == null ? "" : thing.owner();
  }

  private static String text(Object comment) {
    return comment == null ? "" : comment.toString();
  }
}
