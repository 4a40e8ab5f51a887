package io.freshet.catalog.delta.plan;

import io.delta.kernel.types.StructField;
import io.delta.kernel.types.StructType;
import io.freshet.catalog.delta.source.DeltaVersion;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Names what of a Delta table binds its writers and has no counterpart: values stay, the rule that
 * made or checked them goes. By the names of Delta's table features.
 */
final class LeftBehind {
  private static final Map<String, String> BY_PROPERTY =
      Map.of(
          "delta.appendOnly", "appendOnly",
          "delta.enableChangeDataFeed", "changeDataFeed",
          "delta.enableRowTracking", "rowTracking");
  private static final Map<String, String> BY_COLUMN =
      Map.of(
          "delta.invariants", "invariants",
          "delta.generationExpression", "generatedColumns",
          "delta.identity.start", "identityColumns",
          "CURRENT_DEFAULT", "allowColumnDefaults",
          "__CHAR_VARCHAR_TYPE_STRING", "lengths of char and varchar",
          "__COLLATIONS", "collations");

  private LeftBehind() {}

  /**
   * @param writerFeatures that the protocol names
   */
  static List<String> of(DeltaVersion version, Set<String> writerFeatures) {
    Set<String> found = new TreeSet<>();
    Map<String, String> properties = version.metadata().getConfiguration();
    BY_PROPERTY.forEach(
        (property, feature) -> {
          if (Boolean.parseBoolean(properties.get(property))) {
            found.add(feature);
          }
        });
    if (properties.keySet().stream().anyMatch(key -> key.startsWith("delta.constraints."))) {
      found.add("checkConstraints");
    }
    if (writerFeatures.contains("clustering")) {
      found.add("clustering");
    }
    columns(version.schema(), found);

    return List.copyOf(found);
  }

  private static void columns(StructType struct, Set<String> found) {
    for (StructField field : struct.fields()) {
      BY_COLUMN.forEach(
          (key, feature) -> {
            if (field.getMetadata().contains(key)) {
              found.add(feature);
            }
          });
      if (field.getDataType() instanceof StructType nested) {
        columns(nested, found);
      }
    }
  }
}
