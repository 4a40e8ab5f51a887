package io.freshet.ingestion.writer.columnar;

import static io.freshet.ingestion.writer.columnar.WrittenStream.INSTANCE;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.contract.Contract;
import io.freshet.core.lake.PlatformColumns;
import io.freshet.ingestion.writer.table.RowEventFiles;
import io.freshet.ingestion.writer.table.TripTables;
import io.freshet.testing.selection.FullRun;
import java.util.Random;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.junit.jupiter.api.Test;

/** Whatever arrives, both paths leave the same rows, dead letters and account behind. */
class WritePathsTest {
  /** Seeds: a sample of them, and all in a full run. */
  private static final int CONTRACTS = FullRun.isWanted() ? 60 : 12;

  private static final int RECORDS = 60;
  private static final long MEMORY = 64 << 20;

  @Test
  void makeTheSameOfValidEvents() {
    for (int seed = 0; seed < CONTRACTS; seed++) {
      FlatContracts random = new FlatContracts(seed);
      Contract contract = random.contract();
      TripRecords records = new TripRecords();
      for (int i = 0; i < RECORDS; i++) {
        records.add(contract, random.payload(contract));
      }

      assertThat(assertSame(seed, contract, records)).isZero();
    }
  }

  @Test
  void makeTheSameOfEventsOfOtherVersions() {
    for (int seed = 0; seed < CONTRACTS; seed++) {
      FlatContracts random = new FlatContracts(seed);
      Contract older = random.contract();
      Contract newer = random.evolved(older);
      TripRecords records = new TripRecords();
      for (int i = 0; i < RECORDS; i++) {
        records.add(older, random.payload(older)).add(newer, random.payload(newer));
      }

      assertThat(assertSame(seed, newer, records)).isZero();
      assertSame(seed, older, records);
    }
  }

  @Test
  void makeTheSameOfGarbageOfOtherVersions() {
    int refused = 0;
    for (int seed = 0; seed < CONTRACTS; seed++) {
      FlatContracts random = new FlatContracts(seed);
      Random chance = new Random(seed);
      Contract older = random.contract();
      Contract newer = random.evolved(older);
      TripRecords records = new TripRecords();
      for (int i = 0; i < RECORDS; i++) {
        records
            .addDamaged(older, random.payload(older), chance)
            .addDamaged(newer, random.payload(newer), chance);
      }

      refused += assertSame(seed, newer, records) + assertSame(seed, older, records);
    }
    assertThat(refused).isGreaterThan(CONTRACTS * RECORDS);
  }

  @Test
  void makeTheSameOfGarbage() {
    int refused = 0;
    for (int seed = 0; seed < CONTRACTS; seed++) {
      FlatContracts random = new FlatContracts(seed);
      Random chance = new Random(seed);
      Contract contract = random.contract();
      TripRecords records = new TripRecords();
      records.add(contract, random.payload(contract));
      for (int i = 0; i < RECORDS; i++) {
        records.addDamaged(contract, random.payload(contract), chance);
      }

      refused += assertSame(seed, contract, records);
    }
    assertThat(refused).isGreaterThan(CONTRACTS * RECORDS / 4);
  }

  /** Where it is bytes that end a page: fewer than some texts have. */
  @Test
  void makeTheSameInSmallPages() {
    for (int seed = 0; seed < CONTRACTS; seed++) {
      FlatContracts random = new FlatContracts(seed);
      Contract contract = random.contract();
      TripRecords records = new TripRecords();
      for (int i = 0; i < RECORDS; i++) {
        records.add(contract, random.payload(contract));
      }
      Table table = new TripTables().create(contract);
      table.updateProperties().set(TableProperties.PARQUET_PAGE_SIZE_BYTES, "64").commit();

      assertThat(byColumns(contract, table, records).rows())
          .as("rows of seed %d", seed)
          .isEqualTo(byRows(contract, new TripTables().create(contract), records).rows());
    }
  }

  @Test
  void keepTheIdOfTheSenderWhereTheContractAsks() {
    FlatContracts random = new FlatContracts(2);
    Contract contract = random.contract();
    while (!contract.requireTable().keepClientId()) {
      contract = random.contract();
    }
    TripRecords records = new TripRecords();
    for (int i = 0; i < 3; i++) {
      records.add(contract, random.payload(contract));
    }

    WrittenStream written = byColumns(contract, new TripTables().create(contract), records);

    assertThat(assertSame(2, contract, records)).isZero();
    assertThat(written.rows())
        .extracting(row -> row.getField(PlatformColumns.CLIENT_ID))
        .containsExactly("test-0-1", "test-1-1", "test-2-1");
  }

  @Test
  void noteWhereARedrivenEventWasRefusedFirst() {
    FlatContracts random = new FlatContracts(3);
    Contract contract = random.contract();
    TripRecords records = new TripRecords();
    for (int i = 0; i < 5; i++) {
      records.add(contract, random.payload(contract));
    }

    WrittenStream written = byColumns(contract, new TripTables().create(contract), records);

    assertThat(assertSame(3, contract, records)).isZero();
    assertThat(written.rows())
        .extracting(row -> row.getField(PlatformColumns.ORIGIN))
        .containsExactly(null, null, null, "1:0:3", null);
  }

  @Test
  void leaveOutWhatIsSentAsATest() {
    FlatContracts random = new FlatContracts(4);
    Contract contract = random.contract();
    TripRecords records = new TripRecords();
    for (int i = 0; i < 6; i++) {
      records
          .add(contract, random.payload(contract))
          .addTest(contract, random.payload(contract))
          .addTest(contract, random.payload(contract));
    }

    WrittenStream written = byColumns(contract, new TripTables().create(contract), records);

    assertThat(assertSame(4, contract, records)).isZero();
    assertThat(written.rows())
        .extracting(row -> row.getField(PlatformColumns.OFFSET))
        .containsExactly(0L, 3L, 6L, 9L, 12L, 15L);
    assertThat(written.ranges()).extracting(range -> range.counts().excluded()).containsOnly(6L);
  }

  /** Answers how many were refused. */
  private static int assertSame(int seed, Contract contract, TripRecords records) {
    WrittenStream rows = byRows(contract, new TripTables().create(contract), records);
    WrittenStream columns = byColumns(contract, new TripTables().create(contract), records);

    assertThat(columns.rows()).as("rows of seed %d", seed).isEqualTo(rows.rows());
    assertThat(columns.ranges()).as("ranges of seed %d", seed).isEqualTo(rows.ranges());
    assertThat(columns.deadLetters())
        .as("dead letters of seed %d", seed)
        .isEqualTo(rows.deadLetters());
    if (rows.hasOneFileAPartition()) {
      assertThat(columns.facts())
          .as("manifest of seed %d", seed)
          .containsExactlyElementsOf(rows.facts());
    }

    return columns.deadLetters().size();
  }

  private static WrittenStream byRows(Contract contract, Table table, TripRecords records) {
    return WrittenStream.write(
        contract,
        table,
        new RowEventFiles(contract, table, 1, records.decoder(contract), INSTANCE),
        records.all());
  }

  private static WrittenStream byColumns(Contract contract, Table table, TripRecords records) {
    return WrittenStream.write(
        contract,
        table,
        new ColumnarEventFiles(contract, table, 1, records.decoder(contract), INSTANCE, MEMORY),
        records.all());
  }
}
