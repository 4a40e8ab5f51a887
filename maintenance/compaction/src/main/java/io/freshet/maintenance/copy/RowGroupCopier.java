package io.freshet.maintenance.copy;

import io.freshet.core.lake.CommitSummary;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.maintenance.plan.Step;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.RewriteFiles;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.exceptions.CleanableFailure;
import org.apache.iceberg.io.CloseableIterable;

/**
 * Merges small files of a partition by copying their row groups, in the order in which the files
 * were committed. One commit, which fails where somebody has taken one of the files away or rows of
 * it; then, as when reading fails, nothing is left behind.
 */
public final class RowGroupCopier {
  private final String writer;
  private final BooleanSupplier isGivenUp;

  /**
   * @param writer signs the commit
   * @param isGivenUp asked before each file
   */
  public RowGroupCopier(String writer, BooleanSupplier isGivenUp) {
    this.writer = writer;
    this.isGivenUp = isGivenUp;
  }

  /**
   * What was merged.
   *
   * @param filesLeft those that could not be merged after all
   */
  public record Copied(
      int filesRewritten, long bytesRewritten, int filesWritten, int rowGroups, int filesLeft) {
    public static final Copied NOTHING = new Copied(0, 0, 0, 0, 0);
  }

  /**
   * Empty, and nothing committed, where no two of the files have one layout.
   *
   * @param table as it was read last
   */
  public Optional<Copied> merge(Table table, Step.Copy step) {
    Snapshot planned = table.currentSnapshot();
    if (planned == null) {
      return Optional.empty();
    }
    Merger merger = new Merger(table, step.limits());
    try {
      List<DataFile> inputs = inputs(table, step);
      for (DataFile input : inputs) {
        if (isGivenUp.getAsBoolean()) {
          throw new FreshetException(Fault.DEPENDENCY, "Copying row groups was given up");
        }
        merger.add(input);
      }
      List<Merger.Made> made = merger.finish();
      if (made.isEmpty()) {
        return Optional.empty();
      }
      commit(table, planned, made);

      return Optional.of(copied(inputs.size(), made));
    } catch (IOException e) {
      merger.discard();
      throw new UncheckedIOException(e);
    } catch (RuntimeException e) {
      // Whether a commit that failed in another way stands is not known: its files may be live.
      if (!merger.isFinished() || e instanceof CleanableFailure) {
        merger.discard();
      }
      throw e;
    }
  }

  /** Oldest first. */
  private static List<DataFile> inputs(Table table, Step.Copy step) {
    CopyRules rules = CopyRules.of(table, step.limits().smallBelow(), step.limits().rowGroups());
    List<DataFile> files = new ArrayList<>();
    try (CloseableIterable<FileScanTask> tasks =
        table.newScan().filter(step.filter()).planFiles()) {
      for (FileScanTask task : tasks) {
        if (rules.refusal(task).isEmpty()) {
          files.add(task.file());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }

    return files.stream()
        .sorted(
            Comparator.comparing(DataFile::dataSequenceNumber).thenComparing(DataFile::location))
        .limit(step.files())
        .toList();
  }

  private void commit(Table table, Snapshot planned, List<Merger.Made> made) {
    RewriteFiles rewrite =
        table
            .newRewrite()
            .validateFromSnapshot(planned.snapshotId())
            // Deletes by value that are committed meanwhile take rows of the new files, too.
            .dataSequenceNumber(planned.sequenceNumber());
    for (Merger.Made each : made) {
      each.inputs().forEach(rewrite::deleteFile);
      rewrite.addFile(each.file());
    }
    rewrite.set(CommitSummary.WRITER, writer).commit();
  }

  private static Copied copied(int inputs, List<Merger.Made> made) {
    List<DataFile> rewritten = made.stream().flatMap(each -> each.inputs().stream()).toList();

    return new Copied(
        rewritten.size(),
        rewritten.stream().mapToLong(DataFile::fileSizeInBytes).sum(),
        made.size(),
        made.stream().mapToInt(each -> CopyRules.rowGroups(each.file())).sum(),
        inputs - rewritten.size());
  }
}
