package io.freshet.maintenance.deletes;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.data.BaseDeleteLoader;
import org.apache.iceberg.io.FileIO;

/**
 * Reads each file of deletes once, however many files of rows it applies to, as long as what was
 * read takes no more memory than is given; what is beyond that is read anew each time. Good for
 * files of rows that all need the same columns of a file of deletes.
 */
final class ReadDeletes extends BaseDeleteLoader {
  private final Map<String, Object> read = new ConcurrentHashMap<>();
  private final long mostBytes;
  private final AtomicLong left;

  /**
   * @param mostBytes of what was read, as Iceberg estimates it
   */
  ReadDeletes(FileIO io, long mostBytes) {
    super((DeleteFile file) -> io.newInputFile(file));
    this.mostBytes = mostBytes;
    this.left = new AtomicLong(mostBytes);
  }

  @Override
  protected boolean canCache(long bytes) {
    return bytes <= mostBytes;
  }

  /** Asked by several threads at once, for each file by one of them. */
  @Override
  @SuppressWarnings("unchecked") // What lies under a key was put there by a call of the same kind.
  protected <V> V getOrLoad(String location, Supplier<V> load, long bytes) {
    Object known = read.get(location);
    if (known != null) {
      return (V) known;
    }
    V loaded = load.get();
    if (left.addAndGet(-bytes) >= 0) {
      read.put(location, loaded);
    } else {
      left.addAndGet(bytes);
    }

    return loaded;
  }
}
