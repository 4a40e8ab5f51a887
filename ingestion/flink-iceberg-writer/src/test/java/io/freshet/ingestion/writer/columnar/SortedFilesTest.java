package io.freshet.ingestion.writer.columnar;

import static io.freshet.ingestion.writer.columnar.WrittenStream.INSTANCE;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.contract.Contract;
import io.freshet.ingestion.writer.table.TripTables;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.NullOrder;
import org.apache.iceberg.ReplaceSortOrder;
import org.apache.iceberg.SortOrderComparators;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.InternalRecordWrapper;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.types.Types.NestedField;
import org.junit.jupiter.api.Test;

class SortedFilesTest {
  private static final int CONTRACTS = 60;

  /** More than one digit of a radix sort for few rows. */
  private static final int RECORDS = 200;

  private static final long MEMORY = 64 << 20;

  @Test
  void holdTheRowsInTheOrderOfIcebergsComparators() {
    for (int seed = 0; seed < CONTRACTS; seed++) {
      Random chance = new Random(seed);
      FlatContracts random = new FlatContracts(seed);
      Contract contract = FlatContracts.withoutPartitions(random.contract());
      Table table = new TripTables().create(contract);
      orderBySome(table, chance);
      WrittenStream written = write(contract, table, random);

      List<Record> expected = written.rows();
      expected.sort(comparator(table));
      assertThat(TripTables.rows(table))
          .as("seed %d, %s", seed, table.sortOrder())
          .isEqualTo(expected);
    }
  }

  @Test
  void sayThatTheyAreSorted() {
    FlatContracts random = new FlatContracts(1);
    Contract contract = FlatContracts.withoutPartitions(random.contract());
    Table table = new TripTables().create(contract);
    table.replaceSortOrder().asc("trip_id").commit();

    assertThat(write(contract, table, random).files())
        .extracting(DataFile::sortOrderId)
        .containsExactly(table.sortOrder().orderId());
  }

  @Test
  void keepTheOrderOfArrivalWhereTheTableSortsByWhatIsMadeOfAColumn() {
    FlatContracts random = new FlatContracts(1);
    Contract contract = FlatContracts.withoutPartitions(random.contract());
    Table table = new TripTables().create(contract);
    table.replaceSortOrder().asc(Expressions.bucket("trip_id", 4)).commit();
    WrittenStream written = write(contract, table, random);

    assertThat(TripTables.rows(table)).isEqualTo(written.rows());
    assertThat(written.files()).extracting(DataFile::sortOrderId).containsExactly(0);
  }

  private static WrittenStream write(Contract contract, Table table, FlatContracts random) {
    TripRecords records = new TripRecords();
    for (int i = 0; i < RECORDS; i++) {
      records.add(contract, random.payload(contract));
    }

    return WrittenStream.write(
        contract,
        table,
        new ColumnarEventFiles(contract, table, 1, records.decoder(contract), INSTANCE, MEMORY),
        records.all());
  }

  private static void orderBySome(Table table, Random chance) {
    List<NestedField> columns = new ArrayList<>(table.schema().columns());
    Collections.shuffle(columns, chance);
    ReplaceSortOrder order = table.replaceSortOrder();
    for (NestedField column : columns.subList(0, 1 + chance.nextInt(4))) {
      NullOrder nulls = chance.nextBoolean() ? NullOrder.NULLS_FIRST : NullOrder.NULLS_LAST;
      if (chance.nextBoolean()) {
        order.asc(column.name(), nulls);
      } else {
        order.desc(column.name(), nulls);
      }
    }
    order.commit();
  }

  private static Comparator<Record> comparator(Table table) {
    Comparator<StructLike> comparator =
        SortOrderComparators.forSchema(table.schema(), table.sortOrder());
    InternalRecordWrapper left = new InternalRecordWrapper(table.schema().asStruct());
    InternalRecordWrapper right = new InternalRecordWrapper(table.schema().asStruct());

    return (one, other) -> comparator.compare(left.wrap(one), right.wrap(other));
  }
}
