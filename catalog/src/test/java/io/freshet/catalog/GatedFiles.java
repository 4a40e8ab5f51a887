package io.freshet.catalog;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;

/** Files of a store that gives no answer until its gate is opened. */
final class GatedFiles implements FileIO {
  private static final long serialVersionUID = 1L;

  private final transient FileIO files = new LocalFiles();
  private final transient CountDownLatch gate = new CountDownLatch(1);
  private final AtomicInteger waiting = new AtomicInteger();

  int waiting() {
    return waiting.get();
  }

  void open() {
    gate.countDown();
  }

  @Override
  public InputFile newInputFile(String location) {
    waiting.incrementAndGet();
    try {
      gate.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }

    return files.newInputFile(location);
  }

  @Override
  public OutputFile newOutputFile(String location) {
    return files.newOutputFile(location);
  }

  @Override
  public void deleteFile(String location) {
    files.deleteFile(location);
  }
}
