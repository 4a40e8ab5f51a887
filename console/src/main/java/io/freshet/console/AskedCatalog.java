package io.freshet.console;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;

/**
 * A catalog of which another thread can tell that it is asked now, and the log no more: not even
 * where the log's last question failed, which was one table's own trouble.
 */
final class AskedCatalog implements Catalog {
  private final Catalog catalog;
  private final AtomicBoolean isLogAsked;

  /**
   * @param isLogAsked is unset by each question
   */
  AskedCatalog(Catalog catalog, AtomicBoolean isLogAsked) {
    this.catalog = catalog;
    this.isLogAsked = isLogAsked;
  }

  @Override
  public boolean tableExists(TableIdentifier name) {
    isLogAsked.set(false);

    return catalog.tableExists(name);
  }

  @Override
  public Table loadTable(TableIdentifier name) {
    isLogAsked.set(false);

    return catalog.loadTable(name);
  }

  @Override
  public List<TableIdentifier> listTables(Namespace namespace) {
    isLogAsked.set(false);

    return catalog.listTables(namespace);
  }

  @Override
  public boolean dropTable(TableIdentifier name, boolean purge) {
    throw new UnsupportedOperationException("Measuring drops nothing");
  }

  @Override
  public void renameTable(TableIdentifier from, TableIdentifier to) {
    throw new UnsupportedOperationException("Measuring renames nothing");
  }
}
