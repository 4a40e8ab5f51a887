package io.freshet.assurance.prove;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Table;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.InputFile;

/** A table's data files as the store has them, to which anybody may have done anything. */
final class StoredFiles {
  private StoredFiles() {}

  /**
   * Why reading has failed, where that is because a file is not what was written: what Iceberg and
   * Parquet say of it names no file. Asks the store about each of them, as nobody reads on.
   *
   * @return the failure as it is where all files are there, and as long as they were
   */
  static RuntimeException blame(Table table, RuntimeException failure) {
    try {
      return firstOther(table)
          .<RuntimeException>map(said -> new FreshetException(Fault.OURS, said, failure))
          .orElse(failure);
    } catch (RuntimeException e) {
      failure.addSuppressed(e);

      return failure;
    }
  }

  private static Optional<String> firstOther(Table table) {
    try (CloseableIterable<FileScanTask> tasks = table.newScan().planFiles()) {
      for (FileScanTask task : tasks) {
        Optional<String> other = other(table, task.file());
        if (other.isPresent()) {
          return other;
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }

    return Optional.empty();
  }

  private static Optional<String> other(Table table, DataFile file) {
    OptionalLong length = length(table, file);
    if (length.isEmpty()) {
      return Optional.of(
          "%s of %s is gone from the store".formatted(file.location(), table.name()));
    }

    return length.getAsLong() == file.fileSizeInBytes()
        ? Optional.empty()
        : Optional.of(
            "%s of %s has %d bytes and not the %d that were written: somebody has overwritten it"
                .formatted(
                    file.location(), table.name(), length.getAsLong(), file.fileSizeInBytes()));
  }

  /** Empty when it is gone, which some of Iceberg's stores answer and others throw. */
  private static OptionalLong length(Table table, DataFile file) {
    try {
      InputFile stored = table.io().newInputFile(file.location());

      return stored.exists() ? OptionalLong.of(stored.getLength()) : OptionalLong.empty();
    } catch (NotFoundException e) {
      return OptionalLong.empty();
    }
  }
}
