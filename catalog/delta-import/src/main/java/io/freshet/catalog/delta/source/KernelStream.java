package io.freshet.catalog.delta.source;

import io.delta.kernel.defaults.engine.fileio.SeekableInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.io.IOUtil;

/** A stream of Iceberg's as Delta Kernel wants it. */
final class KernelStream extends SeekableInputStream {
  private final org.apache.iceberg.io.SeekableInputStream stream;

  KernelStream(org.apache.iceberg.io.SeekableInputStream stream) {
    this.stream = stream;
  }

  @Override
  public long getPos() throws IOException {
    return stream.getPos();
  }

  @Override
  public void seek(long position) throws IOException {
    stream.seek(position);
  }

  @Override
  public void readFully(byte[] bytes, int offset, int length) throws IOException {
    try {
      IOUtil.readFully(stream, bytes, offset, length);
    } catch (NotFoundException e) {
      throw gone(e);
    }
  }

  @Override
  public int read() throws IOException {
    try {
      return stream.read();
    } catch (NotFoundException e) {
      throw gone(e);
    }
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    try {
      return stream.read(bytes, offset, length);
    } catch (NotFoundException e) {
      throw gone(e);
    }
  }

  /** An object store says so only when it is read; Kernel knows what a missing file means. */
  static FileNotFoundException gone(NotFoundException failure) {
    FileNotFoundException gone = new FileNotFoundException(failure.getMessage());
    gone.initCause(failure);

    return gone;
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }
}
