package io.freshet.recovery.backup;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.freshet.core.lake.Namespaces;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.catalog.ViewCatalog;
import org.apache.iceberg.view.BaseView;
import org.apache.iceberg.view.ViewMetadata;

/** The names of tables and views, which their metadata does not tell, and where each stood. */
public final class LakeNames {
  static final String FILE = "lake/tables.json";

  private final Catalog catalog;
  private final ObjectMapper mapper = new ObjectMapper();

  public LakeNames(Catalog catalog) {
    this.catalog = catalog;
  }

  /** Writes all that the catalog has; returns how many. */
  public int write(BackupFiles files) throws IOException {
    ArrayNode entries = mapper.createArrayNode();
    for (Namespace namespace : Namespaces.all(catalog)) {
      for (TableIdentifier name : catalog.listTables(namespace)) {
        TableMetadata metadata = ((BaseTable) catalog.loadTable(name)).operations().current();
        entries
            .addObject()
            .put("name", name.toString())
            .put("kind", "table")
            .put("uuid", metadata.uuid())
            .put("metadata", metadata.metadataFileLocation())
            .put(
                "snapshot",
                metadata.currentSnapshot() == null
                    ? null
                    : String.valueOf(metadata.currentSnapshot().snapshotId()));
      }
      if (catalog instanceof ViewCatalog views) {
        for (TableIdentifier name : views.listViews(namespace)) {
          ViewMetadata metadata = ((BaseView) views.loadView(name)).operations().current();
          entries
              .addObject()
              .put("name", name.toString())
              .put("kind", "view")
              .put("uuid", metadata.uuid())
              .put("metadata", metadata.metadataFileLocation());
        }
      }
    }
    files.write(FILE, out -> out.write(mapper.writeValueAsBytes(entries)));

    return entries.size();
  }

  /** Uuids of tables and views by what they are called; empty where the backup knows none. */
  public static Map<String, String> uuids(StoredBackup backup) {
    Map<String, String> uuids = new HashMap<>();
    if (backup.has(FILE)) {
      byUuid(backup).forEach((uuid, name) -> uuids.put(name.toString(), uuid));
    }

    return uuids;
  }

  /** What tables and views of which uuid are called. */
  public static Map<String, TableIdentifier> byUuid(StoredBackup backup) {
    if (!backup.has(FILE)) {
      throw new FreshetException(
          Fault.CALLER,
          "Backup %s knows no names of tables: it was made without the part lake"
              .formatted(backup.manifest().id()));
    }
    Map<String, TableIdentifier> names = new HashMap<>();
    try (InputStream in = backup.open(FILE)) {
      for (JsonNode entry : new ObjectMapper().readTree(in)) {
        names.put(entry.path("uuid").asText(), TableIdentifier.parse(entry.path("name").asText()));
      }
    } catch (IOException e) {
      throw new FreshetException(
          Fault.DEPENDENCY, "Cannot read %s of the backup: %s".formatted(FILE, e.getMessage()), e);
    }

    return names;
  }
}
