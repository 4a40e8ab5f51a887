package io.freshet.ingestion.writer.sink;

import java.io.UncheckedIOException;
import java.net.ConnectException;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.LocationProvider;
import org.apache.iceberg.io.OutputFile;

/** A table whose catalog answers while its store takes no file. */
final class BrokenStore implements TableOperations {
  private final TableOperations operations;

  BrokenStore(TableOperations operations) {
    this.operations = operations;
  }

  @Override
  public FileIO io() {
    FileIO io = operations.io();

    return new FileIO() {
      @Override
      public InputFile newInputFile(String path) {
        return io.newInputFile(path);
      }

      @Override
      public OutputFile newOutputFile(String path) {
        throw new UncheckedIOException(new ConnectException("The store is away"));
      }

      @Override
      public void deleteFile(String path) {
        io.deleteFile(path);
      }
    };
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
  public void commit(TableMetadata base, TableMetadata metadata) {
    operations.commit(base, metadata);
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
