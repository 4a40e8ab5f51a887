package io.freshet.testing.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.lake.LakeSettings;
import io.freshet.local.Part;
import io.freshet.testing.fixtures.EmbeddedPlatform;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.SupportsBulkOperations;
import org.apache.iceberg.rest.RESTCatalog;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Iceberg's own client without keys of the store, and a store that checks each signature. */
class RemoteSigningIT {
  @RegisterExtension
  static final EmbeddedPlatform platform =
      EmbeddedPlatform.with(Part.POSTGRES, Part.S3, Part.CATALOG);

  private static final Schema SCHEMA =
      new Schema(Types.NestedField.required(1, "id", Types.LongType.get()));

  @Test
  void writesReadsAndDeletesAtARealStore() throws IOException {
    TableIdentifier name = TableIdentifier.of(platform.uniqueName("signed"), "rows");
    try (RESTCatalog catalog = open()) {
      catalog.createNamespace(name.namespace());
      Table table = catalog.createTable(name, SCHEMA);
      table
          .newAppend()
          .appendFile(
              DataFiles.builder(PartitionSpec.unpartitioned())
                  .withPath(table.location() + "/data/day=1 2/a+b.parquet")
                  .withFileSizeInBytes(10)
                  .withRecordCount(1)
                  .build())
          .commit();
      String odd = table.location() + "/data/day=1 2/a+b.parquet";
      table.io().newOutputFile(odd).createOrOverwrite().close();

      try (CloseableIterable<FileScanTask> files = table.newScan().planFiles()) {
        assertThat(files).hasSize(1);
      }
      assertThat(table.io().newInputFile(odd).exists()).isTrue();
      ((SupportsBulkOperations) table.io()).deleteFiles(List.of(odd));
      assertThat(table.io().newInputFile(odd).exists()).isFalse();

      Table another = catalog.createTable(TableIdentifier.of(name.namespace(), "others"), SCHEMA);
      assertThatThrownBy(
              () -> table.io().newOutputFile(another.location() + "/x").createOrOverwrite().close())
          .hasStackTraceContaining("does not lie in the folders of " + name);
      drop(catalog, name.namespace());
    }
  }

  private static void drop(RESTCatalog catalog, Namespace namespace) {
    catalog.listTables(namespace).forEach(catalog::dropTable);
    catalog.dropNamespace(namespace);
  }

  private static RESTCatalog open() {
    Map<String, String> properties =
        new LinkedHashMap<>(LakeSettings.from(platform.settings()).icebergProperties());
    properties.remove("s3.access-key-id");
    properties.remove("s3.secret-access-key");
    properties.put("header.X-Iceberg-Access-Delegation", "remote-signing");
    RESTCatalog catalog = new RESTCatalog();
    catalog.initialize("signed", properties);

    return catalog;
  }
}
