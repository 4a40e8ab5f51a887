package io.freshet.catalog;

import java.util.List;
import java.util.Map;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.MetadataUpdate;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.UpdateRequirement;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.rest.requests.UpdateTableRequest;
import org.apache.iceberg.rest.requests.UpdateTableRequestParser;
import org.apache.iceberg.types.Types;

/** Tables and commits that tests make. */
final class Commits {
  static final Schema SCHEMA =
      new Schema(Types.NestedField.required(1, "id", Types.LongType.get()));

  private Commits() {}

  /** Adds a column, provided that the schema is still the first one. */
  static UpdateTableRequest addColumn(TableIdentifier table, String name) {
    Schema wider =
        new Schema(
            Types.NestedField.required(1, "id", Types.LongType.get()),
            Types.NestedField.optional(2, name, Types.StringType.get()));

    return UpdateTableRequest.create(
        table,
        List.of(new UpdateRequirement.AssertCurrentSchemaID(0)),
        List.of(new MetadataUpdate.AddSchema(wider), new MetadataUpdate.SetCurrentSchema(-1)));
  }

  /** Sets a property, whatever the table has become. */
  static UpdateTableRequest setProperty(TableIdentifier table, String key, String value) {
    return UpdateTableRequest.create(
        table, List.of(), List.of(new MetadataUpdate.SetProperties(Map.of(key, value))));
  }

  static String json(UpdateTableRequest request) {
    return UpdateTableRequestParser.toJson(request);
  }

  /** The body of a commit to several tables. */
  static String json(List<UpdateTableRequest> requests) {
    return "{\"table-changes\":%s}".formatted(requests.stream().map(Commits::json).toList());
  }

  static DataFile file(String name) {
    return DataFiles.builder(PartitionSpec.unpartitioned())
        .withPath("file:/nowhere/" + name + ".parquet")
        .withFileSizeInBytes(10)
        .withRecordCount(2)
        .build();
  }
}
