package io.freshet.ingestion.writer.table;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.contract.Contract;
import io.freshet.core.lake.Ledger;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.Table;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.Test;

class TableFitTest {
  private static final Contract CONTRACT = Trips.contract();

  private final Table table = new TripTables().create(CONTRACT);

  @Test
  void takesATableToWhichOthersHaveAddedWhatNeedsNoValue() {
    table.updateSchema().addColumn("of_others", Types.LongType.get()).commit();

    assertThatCode(() -> TableFit.require(CONTRACT, table)).doesNotThrowAnyException();
  }

  @Test
  void takesAColumnUnderAnotherName() {
    table.updateSchema().renameColumn("speed", "pace").commit();

    assertThatCode(() -> TableFit.require(CONTRACT, table)).doesNotThrowAnyException();
  }

  @Test
  void refusesATableThatLacksAColumnOfTheContract() {
    table.updateSchema().deleteColumn("speed").commit();

    assertThatThrownBy(() -> TableFit.require(CONTRACT, table)).hasMessageContaining("speed");
  }

  @Test
  void refusesATableWithoutTheColumnsThatTellItsRowsApart() {
    table.updateSchema().renameColumn("_offset", "position").commit();

    assertThatThrownBy(() -> TableFit.require(CONTRACT, table))
        .hasMessageContaining("lacks the platform's column _offset (field id 100003)")
        .hasMessageContaining("freshet contract apply");
  }

  @Test
  void refusesRowsOfWhichNoLedgerTells() {
    table.updateProperties().remove(Ledger.PROPERTY).commit();
    assertThatCode(() -> TableFit.require(CONTRACT, table)).doesNotThrowAnyException();
    table
        .newAppend()
        .appendFile(
            DataFiles.builder(table.spec())
                .withPath("memory:/rows.parquet")
                .withFileSizeInBytes(1)
                .withPartitionPath("event_time_day=2026-11-01")
                .withRecordCount(3)
                .build())
        .commit();

    assertThatThrownBy(() -> TableFit.require(CONTRACT, table))
        .hasMessageContaining("has rows and no property " + Ledger.PROPERTY);
  }
}
