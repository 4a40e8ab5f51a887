package io.freshet.console.facts;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.CloseableIterable;

/**
 * The files that a table's current snapshot is made of, as its manifests list them.
 *
 * @param partitions the newest first, at most {@link #SHOWN}
 * @param partitionCount how many there are
 * @param sizes how many files are of each size
 */
public record FileFacts(
    Group all, List<Group> partitions, int partitionCount, List<SizeClass> sizes) {
  static final int SHOWN = 40;
  private static final long MEGABYTE = 1_000_000;

  /** Some files together. */
  public record Group(String name, long files, long rows, long bytes) {
    Group plus(DataFile file) {
      return new Group(name, files + 1, rows + file.recordCount(), bytes + file.fileSizeInBytes());
    }

    public long averageBytes() {
      return files == 0 ? 0 : bytes / files;
    }
  }

  /** Files of one size, up to a bound. */
  public record SizeClass(String name, long bound, long files) {
    SizeClass plusOne() {
      return new SizeClass(name, bound, files + 1);
    }
  }

  /** Reads the manifests of the current snapshot, one after the other. */
  public static FileFacts of(Table table) {
    Map<String, Group> partitions = new TreeMap<>(Comparator.reverseOrder());
    List<SizeClass> sizes = new ArrayList<>(noFiles());
    Group all = new Group("", 0, 0, 0);
    try (CloseableIterable<FileScanTask> tasks = table.newScan().planFiles()) {
      for (FileScanTask task : tasks) {
        DataFile file = task.file();
        String partition = task.spec().partitionToPath(file.partition());
        partitions.put(
            partition,
            partitions.getOrDefault(partition, new Group(partition, 0, 0, 0)).plus(file));
        all = all.plus(file);
        int size = sizeClass(file.fileSizeInBytes(), sizes);
        sizes.set(size, sizes.get(size).plusOne());
      }
    } catch (IOException e) {
      throw new FreshetException(
          Fault.DEPENDENCY,
          "Cannot read the manifests of %s: %s".formatted(table.name(), e.getMessage()),
          e);
    }

    return new FileFacts(
        all, partitions.values().stream().limit(SHOWN).toList(), partitions.size(), sizes);
  }

  private static List<SizeClass> noFiles() {
    return List.of(
        new SizeClass("below 1 MB", MEGABYTE, 0),
        new SizeClass("1 to 8 MB", 8 * MEGABYTE, 0),
        new SizeClass("8 to 32 MB", 32 * MEGABYTE, 0),
        new SizeClass("32 to 128 MB", 128 * MEGABYTE, 0),
        new SizeClass("128 MB or more", Long.MAX_VALUE, 0));
  }

  private static int sizeClass(long bytes, List<SizeClass> sizes) {
    int size = 0;
    while (bytes >= sizes.get(size).bound()) {
      size++;
    }

    return size;
  }
}
