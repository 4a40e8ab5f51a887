package io.freshet.ingestion.writer.sink;

import io.freshet.core.contract.Contract;
import io.freshet.core.lake.LakeCatalog;
import io.freshet.core.lake.Ledger;
import io.freshet.core.lake.TableContract;
import io.freshet.core.lake.TableLayout;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.ingestion.writer.table.TableFit;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;

/**
 * A stream with its table as it is now.
 *
 * @param contract the table's own, where that is newer than the job's or was applied since
 * @param source the number of the stream's topic in the table's ledger
 */
public record StreamTable(Contract contract, Table table, int source) {
  /**
   * @throws FreshetException when the table is not there or can't be written to
   */
  static StreamTable open(SinkPlan.StreamPlan stream, Catalog catalog) {
    Table table = LakeCatalog.require(catalog, TableLayout.name(stream.contract()));
    Contract contract =
        TableContract.toFollow(stream.contract(), stream.applied(), table.properties());
    TableFit.require(contract, table);
    int source =
        Ledger.of(table.properties())
            .numberOf(stream.source())
            .orElseThrow(
                () ->
                    new FreshetException(
                        Fault.CALLER,
                        "The ledger of %s has no number for the topic %s (id %s) yet"
                            .formatted(
                                table.name(), stream.source().topic(), stream.source().topicId())));

    return new StreamTable(contract, table, source);
  }
}
