package io.freshet.ingestion.writer.rewrite;

import io.freshet.core.lake.CommitSummary;
import io.freshet.core.lake.LedgerSnapshots;
import io.freshet.core.lake.SureCommit;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataOperations;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.OverwriteFiles;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotAncestryValidator;
import org.apache.iceberg.Table;
import org.apache.iceberg.UpdateProperties;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.util.SnapshotUtil;

/**
 * Puts files in the place of others, with what the table's properties say of its rows, in one
 * Iceberg transaction, beside a writer that goes on. It goes over nothing that it has not seen:
 * whoever commits first is looked at.
 */
public final class RewriteCommit {
  private static final int ATTEMPTS = 50;

  private final Table table;
  private final String writer;

  /**
   * @param writer names it in its snapshot's summary, as {@code repair/5c1e…}; another each time
   */
  public RewriteCommit(Table table, String writer) {
    this.table = table;
    this.writer = writer;
  }

  /**
   * Files for files.
   *
   * @param readAt the snapshot that was looked at when it was decided on
   * @param summary what its snapshot says of it
   */
  public record Change(
      long readAt, List<DataFile> replaced, List<DataFile> added, Map<String, String> summary) {
    public Change {
      replaced = List.copyOf(replaced);
      added = List.copyOf(added);
      summary = Map.copyOf(summary);
    }
  }

  /**
   * Commits it to the table as it is by now.
   *
   * @param properties what becomes of the table's properties, from all that it has
   * @return empty where the files that it replaces are others by now, or rows may be
   * @throws FreshetException when others keep committing
   */
  public Optional<Snapshot> commit(
      Change change, Function<Map<String, String>, Map<String, String>> properties) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      table.refresh();
      if (hasOtherRows(change.readAt()) || !isThere(change.replaced())) {
        return Optional.empty();
      }
      try {
        return Optional.of(commitOnce(change, properties));
      } catch (ValidationException | CommitFailedException e) {
        continue;
      }
    }
    throw new FreshetException(
        Fault.DEPENDENCY,
        "Cannot commit %s to %s: others have committed in between %d times; nothing has changed"
            .formatted(writer, table.name(), ATTEMPTS));
  }

  private Snapshot commitOnce(
      Change change, Function<Map<String, String>, Map<String, String>> properties) {
    // Both of the state that was looked at: a transaction begins by refreshing the table.
    SnapshotAncestryValidator nothingUnseen = LedgerSnapshots.noneSince(table);
    Map<String, String> after = properties.apply(table.properties());

    return new SureCommit(table, writer)
        .make(
            transaction -> {
              OverwriteFiles overwrite = transaction.newOverwrite();
              overwrite.validateWith(nothingUnseen);
              change.replaced().forEach(overwrite::deleteFile);
              change.added().forEach(overwrite::addFile);
              change.summary().forEach(overwrite::set);
              overwrite.set(CommitSummary.WRITER, writer);
              overwrite.commit();
              UpdateProperties update = transaction.updateProperties();
              after.forEach(update::set);
              update.commit();
            });
  }

  /** Whether anything but rows of the writer, or the same rows in other files, has come since. */
  private boolean hasOtherRows(long readAt) {
    for (Snapshot snapshot : SnapshotUtil.currentAncestors(table)) {
      if (snapshot.snapshotId() == readAt) {
        return false;
      }
      boolean isHarmless =
          !snapshot.summary().containsKey(CommitSummary.REPAIRED)
              && (DataOperations.APPEND.equals(snapshot.operation())
                  || DataOperations.REPLACE.equals(snapshot.operation()));
      if (!isHarmless) {
        return true;
      }
    }

    return true;
  }

  private boolean isThere(List<DataFile> files) {
    Set<String> wanted = new HashSet<>();
    files.forEach(file -> wanted.add(file.location()));
    if (wanted.isEmpty()) {
      return true;
    }
    try (CloseableIterable<FileScanTask> tasks = table.newScan().planFiles()) {
      for (FileScanTask task : tasks) {
        wanted.remove(task.file().location());
      }
    } catch (IOException e) {
      throw new FreshetException(
          Fault.DEPENDENCY, "Cannot plan %s: %s".formatted(table.name(), e.getMessage()), e);
    }

    return wanted.isEmpty();
  }
}
