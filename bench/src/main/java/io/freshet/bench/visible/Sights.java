package io.freshet.bench.visible;

import io.freshet.bench.Stage;
import io.freshet.bench.query.Trino;
import io.freshet.core.lake.LakeCatalog;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.ToLongFunction;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.TableIdentifier;

/** Where one looks: in the catalog, as every engine does first, and in Trino. */
final class Sights {
  private Sights() {}

  /** The lowest figure of these tables, each as the catalog has it now. */
  static Callable<Sight> catalog(
      Stage stage, ToLongFunction<Table> figure, List<TableIdentifier> tables) {
    return () -> {
      Catalog catalog = stage.catalog();

      return new Sight() {
        @Override
        public long figure() {
          return tables.stream()
              .map(name -> LakeCatalog.require(catalog, name))
              .mapToLong(figure)
              .min()
              .orElseThrow();
        }

        @Override
        public void close() throws Exception {
          ((AutoCloseable) catalog).close();
        }
      };
    };
  }

  /** The one number that a statement gives. */
  static Callable<Sight> trino(Stage stage, String sql) {
    return () -> {
      Trino trino = Trino.open(stage.settings());

      return new Sight() {
        @Override
        public long figure() {
          return trino.number(sql);
        }

        @Override
        public void close() {
          trino.close();
        }
      };
    };
  }
}
