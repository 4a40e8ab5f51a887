package io.freshet.maintenance.copy;

import java.io.IOException;
import org.apache.iceberg.shaded.org.apache.parquet.io.OutputFile;
import org.apache.iceberg.shaded.org.apache.parquet.io.PositionOutputStream;

/** A new file of the store as Parquet's writer wants it. */
record StoreOutput(org.apache.iceberg.io.OutputFile file) implements OutputFile {
  @Override
  public PositionOutputStream create(long blockSizeHint) {
    return of(file.create());
  }

  @Override
  public PositionOutputStream createOrOverwrite(long blockSizeHint) {
    return of(file.createOrOverwrite());
  }

  private static PositionOutputStream of(org.apache.iceberg.io.PositionOutputStream stream) {
    return new PositionOutputStream() {
      @Override
      public long getPos() throws IOException {
        return stream.getPos();
      }

      @Override
      public void write(int value) throws IOException {
        stream.write(value);
      }

      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        stream.write(bytes, offset, length);
      }

      @Override
      public void flush() throws IOException {
        stream.flush();
      }

      @Override
      public void close() throws IOException {
        stream.close();
      }
    };
  }

  @Override
  public boolean supportsBlockSize() {
    return false;
  }

  @Override
  public long defaultBlockSize() {
    return 0;
  }

  @Override
  public String getPath() {
    return file.location();
  }
}
