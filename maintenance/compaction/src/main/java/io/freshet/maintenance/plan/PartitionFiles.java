package io.freshet.maintenance.plan;

import java.time.Instant;
import java.util.Optional;
import org.apache.iceberg.expressions.Expression;

/**
 * The data files of one partition.
 *
 * @param name as in paths, such as {@code event_time_day=2008-05-19}; empty without partitioning
 * @param filter selects the partition's files
 * @param smallFiles those worth merging: well below the target size, or with rows that files of
 *     deletes take away where these are worth a rewrite
 * @param deleteFiles those that say which rows are taken away; each costs whoever reads the rows
 * @param newest when the newest file was committed; empty when its snapshot has expired
 * @param copies which of the small files need not be decoded to be merged
 * @param worn files of which so little is taken away that they stay as they are, and the deletes
 *     are converted; empty where they are rewritten, and where nothing is taken away
 */
public record PartitionFiles(
    String name,
    Expression filter,
    int files,
    long bytes,
    int smallFiles,
    long smallBytes,
    int deleteFiles,
    Optional<Instant> newest,
    Copies copies,
    Optional<Worn> worn) {
  /**
   * Files that have lost some of their rows.
   *
   * @param largeFiles those that are not among the small ones for their size
   * @param ownDeleteFiles the files of deletes that apply to no other partition: converting puts
   *     one in the place of these, and leaves the others
   */
  public record Worn(int files, long bytes, int largeFiles, long largeBytes, int ownDeleteFiles) {}

  /** Which are rewritten where anything is taken away from them. */
  public PartitionFiles(
      String name,
      Expression filter,
      int files,
      long bytes,
      int smallFiles,
      long smallBytes,
      int deleteFiles,
      Optional<Instant> newest,
      Copies copies) {
    this(
        name,
        filter,
        files,
        bytes,
        smallFiles,
        smallBytes,
        deleteFiles,
        newest,
        copies,
        Optional.empty());
  }

  /** The same, whose files are rewritten where anything is taken away from them. */
  public PartitionFiles rewritten() {
    return worn.map(
            lost ->
                new PartitionFiles(
                    name,
                    filter,
                    files,
                    bytes,
                    smallFiles + lost.largeFiles,
                    smallBytes + lost.largeBytes,
                    deleteFiles,
                    newest,
                    copies))
        .orElse(this);
  }

  /** The files of deletes for which those of rows are worth a rewrite. */
  int heavyDeleteFiles() {
    return worn.isPresent() ? 0 : deleteFiles;
  }
}
