package io.freshet.bench.ingest;

import io.freshet.bench.ProcessMeter;
import io.freshet.bench.Run;
import io.freshet.bench.Stage;
import io.freshet.core.contract.Contract;
import io.freshet.core.lake.TableLayout;
import io.freshet.core.lake.TableProvisioner;
import io.freshet.local.FlinkApplication;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.TableIdentifier;

/** Freshet's writer, by one of its ways to make files. */
public final class OurWriter implements Ingester {
  private final Stage stage;
  private final String name;
  private final FlinkApplication writer;
  private final Contract contract;

  /**
   * @param writer of that contract's stream alone
   */
  public OurWriter(Stage stage, String name, FlinkApplication writer, Contract contract) {
    this.stage = stage;
    this.name = name;
    this.writer = writer;
    this.contract = contract;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Run.Standing standing() {
    return Run.Standing.OURS;
  }

  @Override
  public TableIdentifier table() {
    return TableLayout.name(contract);
  }

  /** The ledger lies in the table: with a new one, the writer begins at the stream's beginning. */
  @Override
  public void reset(Catalog catalog) {
    catalog.dropTable(table());
    new TableProvisioner(catalog).plan(contract).step().run();
  }

  @Override
  public ProcessMeter start() {
    return stage.start(writer);
  }

  @Override
  public void stop() {
    stage.platform().retire(writer);
  }
}
