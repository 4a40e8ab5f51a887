package io.freshet.ingestion.writer.commit;

import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.LocationProvider;

/** Does the first commit and speaks of a conflict: its request was sent twice on the way. */
final class LyingOperations implements TableOperations {
  private final TableOperations operations;
  private boolean hasLied;

  LyingOperations(TableOperations operations) {
    this.operations = operations;
  }

  boolean hasLied() {
    return hasLied;
  }

  @Override
  public void commit(TableMetadata base, TableMetadata metadata) {
    operations.commit(base, metadata);
    if (!hasLied) {
      hasLied = true;
      throw new CommitFailedException("Requirement failed: branch main has changed");
    }
  }

  @Override
  public TableMetadata current() {
    return operations.current();
  }

  @Override
  public TableMetadata refresh() {
    return operations.refresh();
  }

  @Override
  public FileIO io() {
    return operations.io();
  }

  @Override
  public String metadataFileLocation(String fileName) {
    return operations.metadataFileLocation(fileName);
  }

  @Override
  public LocationProvider locationProvider() {
    return operations.locationProvider();
  }
}
