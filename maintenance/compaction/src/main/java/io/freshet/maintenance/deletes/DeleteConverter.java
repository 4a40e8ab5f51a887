package io.freshet.maintenance.deletes;

import io.freshet.core.lake.CommitSummary;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.maintenance.plan.Step;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.RowDelta;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.TableUtil;
import org.apache.iceberg.exceptions.CleanableFailure;

/**
 * Puts one file that names places of rows in the place of all files that take rows of a partition
 * away, by their values or by their places. No row is written anew; of the files that hold them
 * only those columns are read by which they are taken away.
 *
 * <p>One commit, which fails where somebody has taken one of the files away; then, as when reading
 * fails, nothing is left behind. It is a commit of deletes, as those are that it replaces, and no
 * replacement: whoever rewrites one of the files at the same time must notice it, as what it has
 * read may still have rows that only the deletes take away which go here.
 */
public final class DeleteConverter {
  /** A figure: of the files of rows, not of their columns. */
  public static final String BYTES_LOOKED_INTO = "bytes_looked_into";

  private static final int FORMAT_OF_PLACES = 2;

  private final String writer;
  private final BooleanSupplier isGivenUp;

  /**
   * @param writer signs the commit
   * @param isGivenUp asked before each file
   */
  public DeleteConverter(String writer, BooleanSupplier isGivenUp) {
    this.writer = writer;
    this.isGivenUp = isGivenUp;
  }

  /**
   * Whether deletes of the table can be converted. Those of format version 3 lie at their file of
   * rows already, and who has no field ids is not read here.
   */
  public static boolean isPossible(Table table) {
    return TableUtil.formatVersion(table) == FORMAT_OF_PLACES
        && !table.properties().containsKey(TableProperties.DEFAULT_NAME_MAPPING);
  }

  /**
   * Says what it did, by names of figures; nothing where no fewer files of deletes would be left,
   * as those that other partitions need as well stay.
   *
   * @param table as it was read last
   */
  public Map<String, Long> convert(Table table, Step.Conversion step) {
    Snapshot planned = table.currentSnapshot();
    List<PlaceFile> written = new ArrayList<>();
    boolean isWritten = false;
    try {
      WornFiles worn = WornFiles.of(table, step);
      if (worn.canBeFewer()) {
        for (List<FileScanTask> group : worn.groups()) {
          write(table, group).ifPresent(written::add);
        }
        isWritten = true;
        commit(table, planned, worn, written);
      }

      return Map.of(
          "files_looked_into",
          (long) worn.files(),
          BYTES_LOOKED_INTO,
          worn.bytes(),
          "rows_named",
          written.stream().mapToLong(PlaceFile::rows).sum(),
          "delete_files_removed",
          isWritten ? worn.deletes().size() : 0L,
          "delete_files_written",
          (long) written.size());
    } catch (IOException e) {
      written.forEach(PlaceFile::discard);
      throw new UncheckedIOException(e);
    } catch (RuntimeException e) {
      // Whether a commit that failed in another way stands is not known: its files may be live.
      if (!isWritten || e instanceof CleanableFailure) {
        written.forEach(PlaceFile::discard);
      }
      throw e;
    }
  }

  /** Empty where what is named by its values is not there. */
  private Optional<PlaceFile> write(Table table, List<FileScanTask> group) throws IOException {
    PlaceFile places = PlaceFile.create(table, group.get(0));
    try (places) {
      for (FileScanTask task : group) {
        if (isGivenUp.getAsBoolean()) {
          throw new FreshetException(Fault.DEPENDENCY, "Converting deletes was given up");
        }
        places.add(task);
      }
    } catch (IOException | RuntimeException e) {
      places.discard();
      throw e;
    }
    if (places.rows() == 0) {
      places.discard();

      return Optional.empty();
    }

    return Optional.of(places);
  }

  private void commit(Table table, Snapshot planned, WornFiles worn, List<PlaceFile> written) {
    RowDelta delta =
        table
            .newRowDelta()
            .validateFromSnapshot(planned.snapshotId())
            .validateDeletedFiles()
            .validateDataFilesExist(
                worn.groups().stream()
                    .flatMap(List::stream)
                    .map(task -> task.file().location())
                    .toList());
    written.forEach(each -> delta.addDeletes(each.file()));
    worn.deletes().forEach(delta::removeDeletes);
    delta.set(CommitSummary.WRITER, writer).set(CommitSummary.SAME_ROWS, "true").commit();
  }
}
