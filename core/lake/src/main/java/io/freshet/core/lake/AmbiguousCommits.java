package io.freshet.core.lake;

import java.io.IOException;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.Transaction;
import org.apache.iceberg.Transactions;
import org.apache.iceberg.encryption.EncryptionManager;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.CommitStateUnknownException;
import org.apache.iceberg.exceptions.RESTException;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.LocationProvider;

/**
 * Treats a commit that the catalog refuses as one whose outcome is unknown. Iceberg believes a
 * refusal, applies the commit once more and then deletes its manifests, which the table's newest
 * snapshot consists of when somebody on the way had sent the first request twice (Iceberg issues
 * 12792, 12818). So it is kept from trying again and from cleaning up: whoever commits looks what
 * became of it, and what was left behind is an orphan. A connection that broke before the answer
 * came is the same; Iceberg takes it for a failure.
 */
public final class AmbiguousCommits implements TableOperations {
  private final TableOperations operations;

  private AmbiguousCommits(TableOperations operations) {
    this.operations = operations;
  }

  /** One that is tried once; the table may hold it whatever it throws. */
  public static Transaction transaction(Table table) {
    return Transactions.newTransaction(
        table.name(), new AmbiguousCommits(((HasTableOperations) table).operations()));
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
    try {
      operations.commit(base, metadata);
    } catch (CommitFailedException e) {
      throw new CommitStateUnknownException(e);
    } catch (RESTException e) {
      throw e.getCause() instanceof IOException ? new CommitStateUnknownException(e) : e;
    }
  }

  @Override
  public FileIO io() {
    return operations.io();
  }

  @Override
  public EncryptionManager encryption() {
    return operations.encryption();
  }

  @Override
  public String metadataFileLocation(String fileName) {
    return operations.metadataFileLocation(fileName);
  }

  @Override
  public LocationProvider locationProvider() {
    return operations.locationProvider();
  }

  @Override
  public TableOperations temp(TableMetadata uncommitted) {
    return operations.temp(uncommitted);
  }

  @Override
  public long newSnapshotId() {
    return operations.newSnapshotId();
  }

  @Override
  public boolean requireStrictCleanup() {
    return operations.requireStrictCleanup();
  }
}
