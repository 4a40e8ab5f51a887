package io.freshet.maintenance.copy;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableUtil;
import org.apache.iceberg.encryption.PlaintextEncryptionManager;
import org.apache.iceberg.shaded.org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.iceberg.shaded.org.apache.parquet.hadoop.metadata.FileMetaData;
import org.apache.iceberg.shaded.org.apache.parquet.hadoop.metadata.ParquetMetadata;

/**
 * Which files may be merged by copying their row groups. What a table's metadata tells is asked
 * when it is planned for; what only the end of a file tells, when the file is read.
 */
public final class CopyRules {
  /** What is merged so bears it in its name, by which it is known until it is rewritten. */
  private static final String PREFIX = "copied-";

  /** Iceberg's layout for object stores may put digits of a hash before a name. */
  private static final Pattern COPIED = Pattern.compile("([01]+-)?" + PREFIX + ".*");

  // Rows of a later version have ids that a file need not hold: a copy would give them new ones.
  private static final int LATEST_FORMAT = 2;

  private final Optional<String> tablesRefusal;
  private final long smallBelow;
  private final int mostRowGroups;

  private CopyRules(Optional<String> tablesRefusal, long smallBelow, int mostRowGroups) {
    this.tablesRefusal = tablesRefusal;
    this.smallBelow = smallBelow;
    this.mostRowGroups = mostRowGroups;
  }

  /**
   * Those of a table.
   *
   * @param smallBelow bytes, which two files together may have
   * @param mostRowGroups that a file may come to have; 0 where none is to be merged so
   */
  public static CopyRules of(Table table, long smallBelow, int mostRowGroups) {
    return new CopyRules(refusal(table, mostRowGroups), smallBelow, mostRowGroups);
  }

  private static Optional<String> refusal(Table table, int mostRowGroups) {
    if (mostRowGroups == 0) {
      return Optional.of("maintenance.copy-row-groups is 0");
    }
    int format = TableUtil.formatVersion(table);
    if (format > LATEST_FORMAT) {
      return Optional.of(
          "The table has format version %d, whose rows have ids; up to %d they are copied"
              .formatted(format, LATEST_FORMAT));
    }
    if (!(table.encryption() instanceof PlaintextEncryptionManager)) {
      return Optional.of("The table's files are encrypted, each with a key of its own");
    }

    return Optional.empty();
  }

  /** Why a file must not be merged so, as far as metadata tells; empty where it may. */
  public Optional<String> refusal(FileScanTask task) {
    DataFile file = task.file();
    if (tablesRefusal.isPresent()) {
      return tablesRefusal;
    }
    if (file.format() != FileFormat.PARQUET) {
      return Optional.of("It is no Parquet file, but %s".formatted(file.format()));
    }
    if (file.keyMetadata() != null) {
      return Optional.of("It is encrypted with a key of its own");
    }
    if (!task.deletes().isEmpty()) {
      return Optional.of("%d files delete rows of it".formatted(task.deletes().size()));
    }
    if (isCopied(file)) {
      return Optional.of("It was merged by copying before");
    }
    if (file.fileSizeInBytes() >= smallBelow / 2) {
      return Optional.of(
          "It has %d bytes; two such files would not be below %d"
              .formatted(file.fileSizeInBytes(), smallBelow));
    }
    if (rowGroups(file) > mostRowGroups / 2) {
      return Optional.of(
          "It has %d row groups; two such files would have more than %d"
              .formatted(rowGroups(file), mostRowGroups));
    }

    return Optional.empty();
  }

  /**
   * Why a file must not be merged so, by its footer; empty where it may.
   *
   * @throws IllegalStateException when the footer and the table differ in how many rows there are
   */
  static Optional<String> refusal(ParquetMetadata footer, DataFile file) {
    long rows = footer.getBlocks().stream().mapToLong(BlockMetaData::getRowCount).sum();
    if (rows != file.recordCount()) {
      throw new IllegalStateException(
          "%s has %d rows by its footer and %d by the table's metadata; compare it with a backup"
              .formatted(file.location(), rows, file.recordCount()));
    }
    if (footer.getFileMetaData().getEncryptionType() != FileMetaData.EncryptionType.UNENCRYPTED) {
      return Optional.of("It is encrypted by Parquet's own means");
    }
    boolean haveIds =
        footer.getFileMetaData().getSchema().getColumns().stream()
            .allMatch(column -> column.getPrimitiveType().getId() != null);
    if (!haveIds) {
      return Optional.of("Its columns have no field ids, so they are known by name only");
    }

    return Optional.empty();
  }

  /** How many row groups it has; 1 where whoever wrote it did not say. */
  static int rowGroups(DataFile file) {
    List<Long> offsets = file.splitOffsets();

    return offsets == null || offsets.isEmpty() ? 1 : offsets.size();
  }

  /** Whether it was merged by copying row groups. */
  static boolean isCopied(DataFile file) {
    String location = file.location();

    return COPIED.matcher(location.substring(location.lastIndexOf('/') + 1)).matches();
  }

  /** Of a file that is to be merged so. */
  static String newName() {
    return PREFIX + UUID.randomUUID() + ".parquet";
  }
}
