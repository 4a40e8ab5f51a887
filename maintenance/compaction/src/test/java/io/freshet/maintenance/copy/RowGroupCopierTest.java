package io.freshet.maintenance.copy;

import static io.freshet.maintenance.copy.WatchedCopier.WIDE;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.lake.CommitSummary;
import io.freshet.maintenance.copy.RowGroupCopier.Copied;
import io.freshet.maintenance.plan.Step.Copy.Limits;
import io.freshet.testing.selection.FullRun;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Metrics;
import org.apache.iceberg.MetricsConfig;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.parquet.ParquetUtil;
import org.apache.iceberg.shaded.org.apache.parquet.column.values.bloomfilter.BloomFilter;
import org.apache.iceberg.shaded.org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.iceberg.shaded.org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.iceberg.shaded.org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.iceberg.shaded.org.apache.parquet.internal.column.columnindex.OffsetIndex;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RowGroupCopierTest {
  private final RideTable rides = new RideTable(1);
  private final WatchedCopier copier = new WatchedCopier(rides);

  static LongStream seeds() {
    return LongStream.range(0, FullRun.isWanted() ? 200 : 20);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void mergedRowsAreThoseOfTheFilesInTheirOrder(long seed) {
    Random chance = new Random(seed);
    RideTable any = anyTable(chance);
    int files = 2 + chance.nextInt(8);
    List<Record> expected = new ArrayList<>();
    for (int i = 0; i < files; i++) {
      anyFile(any, chance);
      expected.addAll(any.rows(any.commit("oslo", 1 + chance.nextInt(400))));
    }
    DataFile elsewhere = any.commit("rome", 10);

    Copied copied = new WatchedCopier(any).merge(WIDE).orElseThrow();

    assertThat(copied.filesRewritten()).isEqualTo(files);
    List<DataFile> oslo =
        any.files().stream().filter(file -> !file.location().equals(elsewhere.location())).toList();
    assertThat(oslo).hasSize(1);
    DataFile merged = oslo.get(0);
    assertThat(any.rows(merged)).isEqualTo(expected);
    assertThat(merged.recordCount()).isEqualTo(expected.size());
    assertThat(copied.rowGroups()).isEqualTo(merged.splitOffsets().size());
    assertSaysOfItselfWhatItsFooterSays(any.table(), merged);
  }

  /** Of all codecs, page sizes and row groups that a table may ask for. */
  private static RideTable anyTable(Random chance) {
    return new RideTable(chance.nextLong())
        .writing("write.parquet.row-group-size-bytes", Integer.toString(500 << chance.nextInt(12)))
        .writing("write.parquet.row-group-check-min-record-count", "10")
        .writing("write.parquet.page-size-bytes", Integer.toString(100 << chance.nextInt(8)));
  }

  private static void anyFile(RideTable table, Random chance) {
    table
        .writing(
            "write.parquet.compression-codec",
            List.of("zstd", "gzip", "uncompressed").get(chance.nextInt(3)))
        .writing("write.parquet.page-version", chance.nextBoolean() ? "v1" : "v2")
        .writing("parquet.enable.dictionary", Boolean.toString(chance.nextBoolean()))
        .writing(
            "write.parquet.bloom-filter-enabled.column.note",
            Boolean.toString(chance.nextBoolean()));
  }

  private static void assertSaysOfItselfWhatItsFooterSays(Table table, DataFile file) {
    Metrics read =
        ParquetUtil.fileMetrics(
            table.io().newInputFile(file.location()), MetricsConfig.forTable(table));
    DataFile told = withMetrics(table, file);
    assertThat(told.valueCounts()).isEqualTo(read.valueCounts());
    assertThat(told.nullValueCounts()).isEqualTo(read.nullValueCounts());
    assertThat(told.columnSizes()).isEqualTo(read.columnSizes());
    assertThat(told.lowerBounds()).isEqualTo(read.lowerBounds());
    assertThat(told.upperBounds()).isEqualTo(read.upperBounds());
    assertThat(told.fileSizeInBytes())
        .isEqualTo(table.io().newInputFile(file.location()).getLength());
    assertThat(told.sortOrderId()).isEqualTo(0);
  }

  private static DataFile withMetrics(Table table, DataFile file) {
    try (var tasks = table.newScan().includeColumnStats().planFiles()) {
      for (var task : tasks) {
        if (task.file().location().equals(file.location())) {
          return task.file();
        }
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    throw new IllegalStateException("The table has no file " + file.location());
  }

  @Test
  void keepsPageIndexesAndBloomFilters() throws IOException {
    // Where a dictionary holds all of a column's values, nobody writes a filter of them.
    rides
        .writing("parquet.enable.dictionary", "false")
        .writing("write.parquet.bloom-filter-enabled.column.note", "true");
    List<String> expected = new ArrayList<>();
    for (DataFile file : rides.commitFiles(3)) {
      expected.addAll(asides(file));
    }

    copier.merge(WIDE);

    assertThat(asides(rides.files().get(0)))
        .isEqualTo(expected)
        .anyMatch(aside -> aside.contains("filter of"))
        .anyMatch(aside -> aside.contains("page-0"));
  }

  /** What is known of each column of each row group beside it, the places of pages within it. */
  private List<String> asides(DataFile file) throws IOException {
    List<String> asides = new ArrayList<>();
    StoreInput input = StoreInput.of(rides.table().io().newInputFile(file.location()));
    try (ParquetFileReader reader = ParquetFileReader.open(input)) {
      for (BlockMetaData block : reader.getRowGroups()) {
        for (ColumnChunkMetaData column : block.getColumns()) {
          OffsetIndex pages = reader.readOffsetIndex(column);
          BloomFilter filter = reader.readBloomFilter(column);
          asides.add(
              "%s: %s, first page at %s, %s"
                  .formatted(
                      column.getPath(),
                      reader.readColumnIndex(column),
                      pages == null ? "?" : pages.getOffset(0) - column.getStartingPos(),
                      filter == null ? "no filter" : "filter of " + filter.getBitsetSize()));
        }
      }
      assertThat(reader.getFileMetaData().getKeyValueMetaData()).containsKey("iceberg.schema");
    }

    return asides;
  }

  @Test
  void signsItsCommitAndLeavesOtherPartitionsAlone() {
    rides.commitFiles(3);
    DataFile rome = rides.commit("rome", 5);

    assertThat(copier.merge(WIDE)).map(Copied::filesWritten).contains(1);

    assertThat(rides.table().currentSnapshot().summary())
        .containsEntry(CommitSummary.WRITER, "maintenance/compaction");
    assertThat(rides.files()).extracting(DataFile::location).contains(rome.location()).hasSize(2);
  }

  @Test
  void beginsAnotherFileWhereOneWouldHaveTooManyRowGroups() {
    rides.commitFiles(7);

    Copied copied = copier.merge(new Limits(Long.MAX_VALUE, Long.MAX_VALUE, 3)).orElseThrow();

    assertThat(copied).extracting(Copied::filesWritten).isEqualTo(2);
    assertThat(copied.filesLeft()).as("the seventh alone").isEqualTo(1);
    assertThat(rides.files()).hasSize(3);
    assertThat(rides.rideIds()).hasSize(140);
  }

  @Test
  void beginsAnotherFileWhereOneWouldBecomeTooLarge() {
    long each = rides.commitFiles(6).get(0).fileSizeInBytes();

    Copied copied = copier.merge(new Limits(Long.MAX_VALUE, each * 5 / 2, 1000)).orElseThrow();

    assertThat(copied.filesWritten()).isEqualTo(3);
    assertThat(rides.rideIds()).hasSize(120);
  }

  @Test
  void takesOnlySmallFilesAndOldestFirst() {
    List<DataFile> small = rides.commitFiles(3);
    DataFile large = rides.commit("oslo", 5000);

    copier.merge(RideTable.copy("oslo", 2, new Limits(large.fileSizeInBytes(), Long.MAX_VALUE, 9)));

    assertThat(rides.files())
        .extracting(DataFile::location)
        .contains(large.location(), small.get(2).location())
        .doesNotContain(small.get(0).location(), small.get(1).location());
  }

  @Test
  void losesNothingThatAWriterCommitsMeanwhile() {
    rides.commitFiles(3);

    copier.mergeAllWhile(() -> rides.commit("oslo", 7));

    assertThat(rides.files()).hasSize(2);
    assertThat(rides.rideIds()).hasSize(67).doesNotHaveDuplicates();
  }

  /** The rows that it takes away have their place in the new file by then. */
  @Test
  void leavesRowsDeletedThatAreDeletedByValueMeanwhile() {
    List<DataFile> files = rides.commitFiles(3);
    long gone = (Long) rides.rows(files.get(1)).get(4).getField("ride_id");

    copier.mergeAllWhile(() -> rides.delete("oslo", gone));

    assertThat(rides.files()).hasSize(1);
    assertThat(rides.rideIds()).hasSize(59).doesNotContain(gone);
  }
}
