package io.freshet.maintenance.retention;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.ContractException;
import io.freshet.core.contract.Contracts;
import io.freshet.core.contract.StreamSettings;
import io.freshet.core.contract.TableSettings;
import io.freshet.core.lake.Ledger;
import io.freshet.core.lake.TableContract;
import io.freshet.maintenance.plan.OldRows;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.TableIdentifier;

/**
 * Reads from a table's metadata how old its rows are, where the contract that was applied to it
 * last says how long it keeps them. Changes nothing.
 */
public final class OldRowsReader {
  /**
   * A proof, a repair and the writer read the whole ledger: named offsets of a million rows are
   * some hundred kilobytes there.
   */
  static final long MOST_NAMED = 1_000_000;

  private OldRowsReader() {}

  /** Empty where no contract says how long the table keeps a row. */
  public static Optional<OldRows> read(Table table) {
    Optional<Contract> contract;
    try {
      contract = contract(table);
    } catch (ContractException e) {
      return Optional.of(
          OldRows.kept(
              Duration.ZERO,
              "whether they are to go by age is not known, as the table's contract can't be read: "
                  + e.getMessage()));
    }

    return contract.flatMap(
        known ->
            known
                .table()
                .flatMap(TableSettings::retention)
                .map(retention -> read(table, known, retention)));
  }

  static Optional<Contract> contract(Table table) {
    return TableContract.of(TableIdentifier.parse(table.name()).name(), table.properties());
  }

  private static OldRows read(Table table, Contract contract, Duration retention) {
    Optional<String> kept = kept(table, contract);
    if (kept.isPresent()) {
      return OldRows.kept(retention, kept.get());
    }
    List<OldRows.Part> parts = DatedFiles.of(table, contract, name -> false).parts();

    return new OldRows(retention, log(table, contract), parts, Optional.empty());
  }

  private static Optional<String> kept(Table table, Contract contract) {
    if (contract.name().equals(Contracts.DEAD_LETTERS)) {
      return Optional.of(
          "they are what the ledgers of streams count as refused, and proofs look for them");
    }
    if (contract.keepsLatest() || contract.kind() == Contract.Kind.REFERENCE) {
      return Optional.of("a key's newest row is the truth, however old, so none goes by age");
    }
    if (new EventTimes(table, contract).tellsNone()) {
      return Optional.of(
          "the table is not partitioned by the day or hour of %s, so rows of all ages lie in its files"
              .formatted(contract.schema().keys().eventTime()));
    }

    return Optional.empty();
  }

  private static OldRows.Log log(Table table, Contract contract) {
    long named =
        Ledger.of(table.properties()).erased().values().stream()
            .mapToLong(rows -> rows.count() - rows.unnamed())
            .sum();

    return contract.stream()
        .map(StreamSettings::retention)
        .map(kept -> new OldRows.Log(kept, Math.max(0, MOST_NAMED - named)))
        .orElse(OldRows.Log.NONE);
  }
}
