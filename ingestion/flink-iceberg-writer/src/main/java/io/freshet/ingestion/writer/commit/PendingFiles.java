package io.freshet.ingestion.writer.commit;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.iceberg.ContentFile;
import org.apache.iceberg.Table;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.io.FileIO;

/**
 * Files that wait in a job's state to be committed. To maintenance they are orphans, and those of a
 * savepoint that lay about for longer than {@code maintenance.orphan-age} are gone: a table that
 * referred to them could no longer be read.
 */
final class PendingFiles {
  /**
   * A running job commits within seconds, and nothing younger than a day is removed as an orphan,
   * so only what comes back from a state of some age costs a request per file.
   */
  private static final Duration TRUSTED_FOR = Duration.ofHours(1);

  private PendingFiles() {}

  /**
   * @throws FreshetException when they are old and not all there
   */
  static void require(Table table, List<ContentFile<?>> files, Instant flushedAt, Instant now) {
    if (flushedAt.plus(TRUSTED_FOR).isAfter(now)) {
      return;
    }
    List<String> gone =
        files.stream()
            .map(ContentFile::location)
            .filter(location -> !exists(table.io(), location))
            .toList();
    if (!gone.isEmpty()) {
      throw new FreshetException(
          Fault.CALLER,
          "Cannot commit %s: %d of %d files that wait in the job's state since %s are gone, such as"
                  .formatted(table.name(), gone.size(), files.size(), flushedAt)
              + " %s; maintenance removed them as orphans. Start the job without its state: it reads"
                  .formatted(gone.get(0))
              + " their records again from where the table's ledger ends");
    }
  }

  private static boolean exists(FileIO io, String location) {
    try {
      return io.newInputFile(location).exists();
    } catch (NotFoundException e) {
      return false;
    }
  }
}
