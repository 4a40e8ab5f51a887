package io.freshet.catalog.delta.act;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import org.apache.iceberg.LocationProviders;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.LocationProvider;

/** A table that no catalog knows yet: commits change what is in memory alone. */
final class StagedTable implements TableOperations {
  private final FileIO files;
  private TableMetadata current;

  StagedTable(FileIO files, TableMetadata first) {
    this.files = files;
    this.current = first;
  }

  @Override
  public TableMetadata current() {
    return current;
  }

  @Override
  public TableMetadata refresh() {
    return current;
  }

  @Override
  public void commit(TableMetadata base, TableMetadata metadata) {
    if (base != current) {
      throw new FreshetException(Fault.OURS, "A staged table has one writer, and now had two");
    }
    // Else the log of snapshots would hold the last alone, as if all were of one transaction.
    current = TableMetadata.buildFrom(metadata).discardChanges().build();
  }

  @Override
  public FileIO io() {
    return files;
  }

  @Override
  public String metadataFileLocation(String fileName) {
    return "%s/metadata/%s".formatted(current.location(), fileName);
  }

  @Override
  public LocationProvider locationProvider() {
    return LocationProviders.locationsFor(current.location(), current.properties());
  }
}
