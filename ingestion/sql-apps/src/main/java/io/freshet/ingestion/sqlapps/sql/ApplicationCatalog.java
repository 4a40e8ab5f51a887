package io.freshet.ingestion.sqlapps.sql;

import java.util.Optional;
import org.apache.flink.table.catalog.GenericInMemoryCatalog;
import org.apache.flink.table.factories.Factory;

/** The tables of one application, and the factory that knows what is behind them. */
final class ApplicationCatalog extends GenericInMemoryCatalog {
  static final String NAME = "freshet";
  static final String DATABASE = "app";

  private final TableFactory factory;

  ApplicationCatalog(TableFactory factory) {
    super(NAME, DATABASE);
    this.factory = factory;
  }

  @Override
  public Optional<Factory> getFactory() {
    return Optional.of(factory);
  }
}
