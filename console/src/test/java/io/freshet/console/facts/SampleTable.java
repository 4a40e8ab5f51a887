package io.freshet.console.facts;

import io.freshet.core.contract.Contract;
import io.freshet.core.lake.TableLayout;
import io.freshet.core.lake.TableProvisioner;
import java.util.Map;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.Table;
import org.apache.iceberg.inmemory.InMemoryCatalog;

/** The table of a contract, in memory, whose files are only said to be there. */
public final class SampleTable {
  private final InMemoryCatalog catalog = new InMemoryCatalog();
  private final Contract contract;

  public SampleTable(Contract contract) {
    this.contract = contract;
    catalog.initialize("test", Map.of());
    new TableProvisioner(catalog).plan(contract).step().run();
  }

  /** As it is now. */
  public Table table() {
    return catalog.loadTable(TableLayout.name(contract));
  }

  /** One more file in a commit of its own. */
  public void append(long rows, long bytes) {
    Table table = table();
    table
        .newAppend()
        .appendFile(
            DataFiles.builder(table.spec())
                .withPath("memory:/%s/%d.parquet".formatted(table.name(), rows))
                .withFileSizeInBytes(bytes)
                .withRecordCount(rows)
                .build())
        .commit();
  }
}
