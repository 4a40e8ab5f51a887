package io.freshet.maintenance;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.ContentFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Table;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.SeekableInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the time of what every reader of a partition does before it sees a row: it plans, and reads
 * the footer of each file. One file after the other; engines do some of it side by side.
 */
final class ReadProbe {
  private static final Logger log = LoggerFactory.getLogger(ReadProbe.class);

  /** Of more files a sample is opened, evenly spread. */
  private static final int MOST_OPENED = 50;

  /** A Parquet file ends with its footer, the footer's length in four bytes, and four of magic. */
  private static final int END_BYTES = 8;

  private static final int MOST_FOOTER_BYTES = 32 << 20;

  /**
   * What a reader would wait for.
   *
   * @param files of rows and of deletes
   */
  record Reading(int files, long micros) {}

  private ReadProbe() {}

  /** Empty where somebody takes files away meanwhile, or the store does not answer. */
  static Optional<Reading> read(Table table, Expression filter) {
    try {
      table.refresh();
      long begun = System.nanoTime();
      List<Map.Entry<String, Long>> files = List.copyOf(files(table, filter).entrySet());
      double nanos = System.nanoTime() - begun;
      if (!files.isEmpty()) {
        nanos += files.size() * nanosPerFile(table, files);
      }

      return Optional.of(new Reading(files.size(), (long) (nanos / 1e3)));
    } catch (IOException | RuntimeException e) {
      log.warn("Reading not timed table={} cause={}", table.name(), e.toString());

      return Optional.empty();
    }
  }

  private static double nanosPerFile(Table table, List<Map.Entry<String, Long>> files)
      throws IOException {
    int opened = Math.min(files.size(), MOST_OPENED);
    long begun = System.nanoTime();
    for (int i = 0; i < opened; i++) {
      Map.Entry<String, Long> file = files.get((int) ((long) i * files.size() / opened));
      readFooter(table, file.getKey(), file.getValue());
    }

    return (System.nanoTime() - begun) / (double) opened;
  }

  /** Their lengths by location. */
  private static Map<String, Long> files(Table table, Expression filter) throws IOException {
    Map<String, Long> files = new LinkedHashMap<>();
    try (CloseableIterable<FileScanTask> tasks = table.newScan().filter(filter).planFiles()) {
      for (FileScanTask task : tasks) {
        add(task.file(), files);
        task.deletes().forEach(deletes -> add(deletes, files));
      }
    }

    return files;
  }

  private static void add(ContentFile<?> file, Map<String, Long> files) {
    files.put(file.location(), file.fileSizeInBytes());
  }

  private static void readFooter(Table table, String location, long length) throws IOException {
    try (SeekableInputStream stream = table.io().newInputFile(location, length).newStream()) {
      byte[] end = read(stream, Math.max(0, length - END_BYTES), END_BYTES);
      int footer = ByteBuffer.wrap(end).order(ByteOrder.LITTLE_ENDIAN).getInt();
      if (footer < 0 || footer > Math.min(MOST_FOOTER_BYTES, length - END_BYTES)) {
        throw new IOException("%s does not end as Parquet does".formatted(location));
      }
      read(stream, length - END_BYTES - footer, footer);
    }
  }

  private static byte[] read(SeekableInputStream stream, long position, int length)
      throws IOException {
    stream.seek(position);
    byte[] bytes = stream.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("%d bytes where %d are wanted".formatted(bytes.length, length));
    }

    return bytes;
  }
}
