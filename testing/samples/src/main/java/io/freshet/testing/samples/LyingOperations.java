package io.freshet.testing.samples;

import java.net.SocketException;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.CommitStateUnknownException;
import org.apache.iceberg.exceptions.RESTException;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.LocationProvider;

/**
 * Does what it is told, and says something else of the first commit that it is asked for: the
 * answer was lost, or the request was sent twice on the way.
 */
public final class LyingOperations implements TableOperations {
  private final TableOperations operations;
  private final RuntimeException lie;
  private boolean hasLied;

  private LyingOperations(Table table, RuntimeException lie) {
    this.operations = ((HasTableOperations) table).operations();
    this.lie = lie;
  }

  /** Speaks of a conflict: the second of two requests met the first. */
  public static LyingOperations ofAConflict(Table table) {
    return new LyingOperations(
        table, new CommitFailedException("Requirement failed: branch main has changed"));
  }

  /** Says nothing that the client would understand. */
  public static LyingOperations ofALostAnswer(Table table) {
    return new LyingOperations(
        table, new CommitStateUnknownException(new IllegalStateException("the answer is lost")));
  }

  /**
   * The connection breaks before the answer is there, as Iceberg's client of a catalog tells it.
   */
  public static LyingOperations ofALostConnection(Table table) {
    return new LyingOperations(
        table,
        new RESTException(
            new SocketException("Connection reset"),
            "Error occurred while processing POST request"));
  }

  public boolean hasLied() {
    return hasLied;
  }

  /** The table that these are the operations of, under a name of its own. */
  public Table table(String name) {
    return new BaseTable(this, name);
  }

  @Override
  public void commit(TableMetadata base, TableMetadata metadata) {
    operations.commit(base, metadata);
    if (!hasLied) {
      hasLied = true;
      throw lie;
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
