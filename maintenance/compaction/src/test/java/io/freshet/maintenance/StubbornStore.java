package io.freshet.maintenance;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.FileIO;

/** A table whose store will not delete one of its files. */
final class StubbornStore extends BaseTable {
  private final FileIO io;

  StubbornStore(Table table, String undeletable) {
    super(((HasTableOperations) table).operations(), table.name());
    this.io = new Io(undeletable);
  }

  @Override
  public FileIO io() {
    return io;
  }

  private static final class Io extends LocalFileIO {
    private static final long serialVersionUID = 1;

    private final String undeletable;

    Io(String undeletable) {
      this.undeletable = undeletable;
    }

    @Override
    public void deleteFile(String path) {
      if (path.equals(undeletable)) {
        throw new UncheckedIOException(new IOException("Access denied: " + path));
      }
      super.deleteFile(path);
    }
  }
}
