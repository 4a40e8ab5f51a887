package io.freshet.catalog.delta.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.mapping.MappedField;
import org.apache.iceberg.mapping.MappedFields;

/** By which names the data files know the columns: what Iceberg calls a name mapping. */
final class PhysicalNames {
  private final Map<Integer, String> names = new LinkedHashMap<>();
  private final Map<Integer, PhysicalNames> nested = new LinkedHashMap<>();

  /** The names below that column, to be filled. */
  PhysicalNames add(int id, String name) {
    names.put(id, name);

    return nested.computeIfAbsent(id, unknown -> new PhysicalNames());
  }

  MappedFields mapped() {
    List<MappedField> fields = new ArrayList<>();
    names.forEach(
        (id, name) -> {
          MappedFields below = nested.get(id).mapped();
          fields.add(
              below.size() == 0 ? MappedField.of(id, name) : MappedField.of(id, name, below));
        });

    return MappedFields.of(fields);
  }
}
