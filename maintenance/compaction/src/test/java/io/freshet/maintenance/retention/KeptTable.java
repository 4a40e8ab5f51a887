package io.freshet.maintenance.retention;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.ContractTexts;
import io.freshet.core.contract.Contracts;
import io.freshet.core.lake.TableLayout;
import io.freshet.core.lake.TableProvisioner;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.Table;
import org.apache.iceberg.inmemory.InMemoryCatalog;

/** The table of a shipped contract in memory, which keeps rows for 30 days by then. */
final class KeptTable {
  private KeptTable() {}

  static Table of(String name) {
    InMemoryCatalog catalog = new InMemoryCatalog();
    catalog.initialize("lake", Map.of());
    Contracts contracts = Contracts.read(Path.of("../../contracts"));
    String text =
        contracts
            .text(contracts.require(name))
            .orElseThrow()
            .replace(
                "slaProperties:", "slaProperties:\n  - {property: retention, value: 30, unit: d}");
    Contract contract = ContractTexts.parse(name, text);
    new TableProvisioner(catalog).plan(contract, Optional.of(text)).step().run();

    return catalog.loadTable(TableLayout.name(contract));
  }
}
