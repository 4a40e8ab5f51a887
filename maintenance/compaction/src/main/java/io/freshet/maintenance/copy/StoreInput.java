package io.freshet.maintenance.copy;

import java.io.IOException;
import org.apache.iceberg.inmemory.InMemoryInputFile;
import org.apache.iceberg.shaded.org.apache.parquet.io.DelegatingSeekableInputStream;
import org.apache.iceberg.shaded.org.apache.parquet.io.InputFile;
import org.apache.iceberg.shaded.org.apache.parquet.io.SeekableInputStream;

/**
 * A file of the store as Parquet's reader wants it. Of the Parquet that is relocated in Spark's
 * runtime jar: nothing of the unshaded one, such as the Delta import's files, can stand in for it.
 */
record StoreInput(org.apache.iceberg.io.InputFile file) implements InputFile {
  /** Up to this size one request for all of it takes less than several for its parts. */
  private static final long MOST_BYTES_AT_ONCE = 16L << 20;

  /**
   * Reads a small file whole, at once.
   *
   * @param file knows its length
   */
  static StoreInput of(org.apache.iceberg.io.InputFile file) throws IOException {
    if (file.getLength() > MOST_BYTES_AT_ONCE) {
      return new StoreInput(file);
    }
    try (org.apache.iceberg.io.SeekableInputStream stream = file.newStream()) {
      byte[] bytes = stream.readNBytes((int) file.getLength());
      if (bytes.length < file.getLength()) {
        throw new IOException(
            "%s has %d bytes, and not the %d that the table's metadata says"
                .formatted(file.location(), bytes.length, file.getLength()));
      }

      return new StoreInput(new InMemoryInputFile(file.location(), bytes));
    }
  }

  @Override
  public long getLength() {
    return file.getLength();
  }

  @Override
  public SeekableInputStream newStream() {
    org.apache.iceberg.io.SeekableInputStream stream = file.newStream();

    return new DelegatingSeekableInputStream(stream) {
      @Override
      public long getPos() throws IOException {
        return stream.getPos();
      }

      @Override
      public void seek(long position) throws IOException {
        stream.seek(position);
      }
    };
  }

  @Override
  public String toString() {
    return file.location();
  }
}
