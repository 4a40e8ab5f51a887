package io.freshet.console.reading;

import java.util.Optional;
import java.util.function.Supplier;
import org.apache.iceberg.catalog.Catalog;

/**
 * The catalog, opened when it is first asked for, so that a console starts without one and finds it
 * later. Thread-safe.
 */
public final class Lake implements AutoCloseable {
  private final Supplier<Catalog> opener;
  private Optional<Catalog> opened = Optional.empty();

  /**
   * @param opener fails while the catalog is away
   */
  public Lake(Supplier<Catalog> opener) {
    this.opener = opener;
  }

  public synchronized Catalog catalog() {
    if (opened.isEmpty()) {
      opened = Optional.of(opener.get());
    }

    return opened.get();
  }

  @Override
  public synchronized void close() throws Exception {
    if (opened.isPresent() && opened.get() instanceof AutoCloseable closeable) {
      closeable.close();
    }
  }
}
