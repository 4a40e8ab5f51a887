package io.freshet.catalog.delta.act;

import io.freshet.core.lake.LakeFailures;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.util.UUID;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.NoSuchTableException;

/** The one step by which the table comes to be. An answer that got lost is asked for again. */
final class Registration {
  private final Catalog catalog;
  private final TableIdentifier name;
  private final RecordingFiles files;

  Registration(Catalog catalog, TableIdentifier name, RecordingFiles files) {
    this.catalog = catalog;
    this.name = name;
    this.files = files;
  }

  void register(TableMetadata metadata, String metadataFile) {
    try {
      catalog.registerTable(name, metadataFile);
    } catch (AlreadyExistsException e) {
      files.discard();
      throw new FreshetException(
          Fault.CALLER,
          "%s was made by somebody else meanwhile; import under another name with --as"
              .formatted(name),
          e);
    } catch (RuntimeException e) {
      requireLanded(UUID.fromString(metadata.uuid()), e);
    }
  }

  /** Files are taken away only when the catalog says that it has not got the table. */
  private void requireLanded(UUID ours, RuntimeException failure) {
    boolean landed;
    try {
      landed = catalog.loadTable(name).uuid().equals(ours);
    } catch (NoSuchTableException e) {
      landed = false;
    } catch (RuntimeException e) {
      throw new FreshetException(
          Fault.DEPENDENCY,
          "The catalog did not say whether it has registered %s: %s; import again: that finds out"
              .formatted(name, LakeFailures.reason(failure)),
          failure);
    }
    if (!landed) {
      files.discard();
      throw new FreshetException(
          LakeFailures.fault(failure),
          "The catalog did not register %s: %s".formatted(name, LakeFailures.reason(failure)),
          failure);
    }
  }
}
