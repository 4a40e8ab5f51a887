package io.freshet.ingestion.writer.commit;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;
import org.apache.flink.util.IOUtils;

/**
 * What a part of the job has opened, to be closed last first, whatever one of them meets: a job
 * restarts in the same process many times, and each start that fails half way would leave
 * connections and threads behind. Not thread-safe.
 */
public final class Opened implements AutoCloseable {
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();

  /** Notes it if it can be closed; Iceberg's catalogs can, behind their interface. */
  public <T> T add(T resource) {
    if (resource instanceof AutoCloseable closeable) {
      opened.push(closeable);
    }

    return resource;
  }

  /** What {@code rest} makes; when it fails, everything that was opened is closed. */
  public <T> T orClose(Supplier<T> rest) {
    try {
      return rest.get();
    } catch (RuntimeException e) {
      try {
        close();
      } catch (Exception closing) {
        e.addSuppressed(closing);
      }
      throw e;
    }
  }

  /**
   * @throws Exception the first that closing met, the others suppressed
   */
  @Override
  public void close() throws Exception {
    try {
      IOUtils.closeAll(opened);
    } finally {
      opened.clear();
    }
  }
}
