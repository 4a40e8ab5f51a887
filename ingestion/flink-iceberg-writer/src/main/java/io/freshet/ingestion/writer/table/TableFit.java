package io.freshet.ingestion.writer.table;

import io.freshet.core.contract.Contract;
import io.freshet.core.envelope.AvroPayloads;
import io.freshet.core.lake.Ledger;
import io.freshet.core.lake.PayloadRows;
import io.freshet.core.lake.TableLayout;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotSummary;
import org.apache.iceberg.Table;
import org.apache.iceberg.types.Types.NestedField;

/** Whether a table, which anybody may have changed, can hold the rows of its contract. */
public final class TableFit {
  private TableFit() {}

  /**
   * @throws FreshetException saying what is wrong and what would be right
   */
  public static void require(Contract contract, Table table) {
    new PayloadRows(contract.schema().fields(), table.schema().asStruct(), AvroPayloads::columns);
    for (NestedField wanted : TableLayout.of(contract).schema().columns()) {
      NestedField held = table.schema().findField(wanted.fieldId());
      boolean isOfPlatform =
          contract.schema().fields().stream().noneMatch(f -> f.id() == wanted.fieldId());
      if (isOfPlatform && (held == null || !held.name().equals(wanted.name()))) {
        throw new FreshetException(
            Fault.CALLER,
            "%s lacks the platform's column %s (field id %d), which tells its rows apart; give it back,"
                    .formatted(table.name(), wanted.name(), wanted.fieldId())
                + " or drop the table and run: freshet contract apply");
      }
    }
    if (!table.properties().containsKey(Ledger.PROPERTY) && hasRows(table)) {
      throw new FreshetException(
          Fault.CALLER,
          "%s has rows and no property %s, so nobody knows which of the log it holds; set it again"
                  .formatted(table.name(), Ledger.PROPERTY)
              + " as a metadata file of before has it");
    }
  }

  private static boolean hasRows(Table table) {
    Snapshot newest = table.currentSnapshot();

    return newest != null && !"0".equals(newest.summary().get(SnapshotSummary.TOTAL_RECORDS_PROP));
  }
}
