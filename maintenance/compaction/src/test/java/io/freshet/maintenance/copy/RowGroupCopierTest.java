package io.freshet.maintenance.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.lake.CommitSummary;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.maintenance.copy.RowGroupCopier.Copied;
import io.freshet.maintenance.plan.Step;
import io.freshet.maintenance.plan.Step.Copy.Limits;
import io.freshet.testing.selection.FullRun;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.Metrics;
import org.apache.iceberg.MetricsConfig;
import org.apache.iceberg.RewriteFiles;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.inmemory.InMemoryFileIO;
import org.apache.iceberg.inmemory.InMemoryInputFile;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.parquet.ParquetUtil;
import org.apache.iceberg.shaded.org.apache.parquet.column.values.bloomfilter.BloomFilter;
import org.apache.iceberg.shaded.org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.iceberg.shaded.org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.iceberg.shaded.org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.iceberg.shaded.org.apache.parquet.internal.column.columnindex.OffsetIndex;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RowGroupCopierTest {
  private static final Limits WIDE = new Limits(Long.MAX_VALUE, Long.MAX_VALUE, 1000);

  private final RideTable rides = new RideTable(1);
  private final List<String> begun = new ArrayList<>();
  private int filesUntilGivenUp = Integer.MAX_VALUE;

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

    Copied copied = merge(any, WIDE).orElseThrow();

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
    for (DataFile file : commitFiles(3)) {
      expected.addAll(asides(file));
    }

    merge(rides, WIDE);

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
    commitFiles(3);
    DataFile rome = rides.commit("rome", 5);

    assertThat(merge(rides, WIDE)).map(Copied::filesWritten).contains(1);

    assertThat(rides.table().currentSnapshot().summary())
        .containsEntry(CommitSummary.WRITER, "maintenance/compaction");
    assertThat(rides.files()).extracting(DataFile::location).contains(rome.location()).hasSize(2);
  }

  @Test
  void beginsAnotherFileWhereOneWouldHaveTooManyRowGroups() {
    commitFiles(7);

    Copied copied = merge(rides, new Limits(Long.MAX_VALUE, Long.MAX_VALUE, 3)).orElseThrow();

    assertThat(copied).extracting(Copied::filesWritten).isEqualTo(2);
    assertThat(copied.filesLeft()).as("the seventh alone").isEqualTo(1);
    assertThat(rides.files()).hasSize(3);
    assertThat(rides.rideIds()).hasSize(140);
  }

  @Test
  void beginsAnotherFileWhereOneWouldBecomeTooLarge() {
    long each = commitFiles(6).get(0).fileSizeInBytes();

    Copied copied = merge(rides, new Limits(Long.MAX_VALUE, each * 5 / 2, 1000)).orElseThrow();

    assertThat(copied.filesWritten()).isEqualTo(3);
    assertThat(rides.rideIds()).hasSize(120);
  }

  @Test
  void takesOnlySmallFilesAndOldestFirst() {
    List<DataFile> small = commitFiles(3);
    DataFile large = rides.commit("oslo", 5000);

    copier()
        .merge(
            rides.table(),
            RideTable.copy("oslo", 2, new Limits(large.fileSizeInBytes(), Long.MAX_VALUE, 9)));

    assertThat(rides.files())
        .extracting(DataFile::location)
        .contains(large.location(), small.get(2).location())
        .doesNotContain(small.get(0).location(), small.get(1).location());
  }

  @Test
  void mergesFilesOfBothSchemasApart() {
    commitFiles(2);
    rides.table().updateSchema().addColumn("tip", Types.DoubleType.get()).commit();
    commitFiles(2);

    Copied copied = merge(rides, WIDE).orElseThrow();

    assertThat(copied.filesWritten()).isEqualTo(2);
    assertThat(rides.rideIds()).hasSize(80);
  }

  @Test
  void holdsAColumnOfAnotherIdForAnother() {
    rides.commit("oslo", 5);
    rides.table().updateSchema().deleteColumn("note").commit();
    rides.table().updateSchema().addColumn("note", Types.StringType.get()).commit();
    rides.table().updateSchema().moveAfter("note", "fare").commit();
    rides.commit("oslo", 5);

    assertThat(merge(rides, WIDE)).isEmpty();
  }

  @Test
  void mergesFilesOfBothSortOrdersApart() {
    commitFiles(2);
    DataFile sorted = rides.write("oslo", 20);
    rides.table().replaceSortOrder().asc("ride_id").commit();
    rides.commit(
        DataFiles.builder(rides.table().spec())
            .copy(sorted)
            .withSortOrder(rides.table().sortOrder())
            .build());

    Copied copied = merge(rides, WIDE).orElseThrow();

    assertThat(copied.filesRewritten()).isEqualTo(2);
    assertThat(copied.filesLeft()).isEqualTo(1);
  }

  @Test
  void mergesFilesOfBothSpecsApart() {
    commitFiles(2);
    rides.table().updateSpec().addField("fare").commit();
    rides.commit("oslo", 3);
    long files = rides.files().size();

    Copied copied = merge(rides, WIDE).orElseThrow();

    assertThat(copied.filesRewritten()).isEqualTo(2);
    assertThat(rides.files()).hasSize((int) files - 1);
  }

  @Test
  void leavesNothingBehindWhereNoTwoFilesHaveOneLayout() {
    rides.commit("oslo", 5);
    rides.table().updateSchema().addColumn("tip", Types.DoubleType.get()).commit();
    rides.commit("oslo", 5);
    long snapshot = rides.table().currentSnapshot().snapshotId();

    assertThat(copier().merge(contested(() -> {}), allOf("oslo"))).isEmpty();

    assertThat(rides.table().currentSnapshot().snapshotId()).isEqualTo(snapshot);
    assertNothingIsLeft();
  }

  @Test
  void doesNotCopyWhatWasCopied() {
    commitFiles(3);
    merge(rides, WIDE);
    rides.commit("oslo", 5);

    assertThat(merge(rides, WIDE)).isEmpty();
  }

  @Test
  void losesNothingThatAWriterCommitsMeanwhile() {
    commitFiles(3);
    Table contested = contested(() -> rides.commit("oslo", 7));

    copier().merge(contested, allOf("oslo"));

    assertThat(rides.files()).hasSize(2);
    assertThat(rides.rideIds()).hasSize(67).doesNotHaveDuplicates();
  }

  @Test
  void commitsNothingWhereAFileIsTakenAwayMeanwhile() {
    List<DataFile> files = commitFiles(3);
    Table contested =
        contested(() -> rides.table().newDelete().deleteFile(files.get(0).location()).commit());

    assertThatThrownBy(() -> copier().merge(contested, allOf("oslo")))
        .isInstanceOf(ValidationException.class)
        .hasMessageContaining("Missing required files to delete");
    assertNothingIsLeft();
    assertThat(rides.rideIds()).hasSize(40);
  }

  /** The rows that it takes away have their place in the new file by then. */
  @Test
  void leavesRowsDeletedThatAreDeletedByValueMeanwhile() {
    List<DataFile> files = commitFiles(3);
    long gone = (Long) rides.rows(files.get(1)).get(4).getField("ride_id");
    Table contested = contested(() -> rides.delete("oslo", gone));

    copier().merge(contested, allOf("oslo"));

    assertThat(rides.files()).hasSize(1);
    assertThat(rides.rideIds()).hasSize(59).doesNotContain(gone);
  }

  @Test
  void leavesOutFilesOfWhichRowsAreDeletedButNotThoseThatCameLater() {
    List<DataFile> files = commitFiles(2);
    rides.delete("oslo", (Long) rides.rows(files.get(0)).get(0).getField("ride_id"));
    commitFiles(2);

    Copied copied = merge(rides, WIDE).orElseThrow();

    assertThat(copied.filesRewritten()).isEqualTo(3);
    assertThat(rides.files()).hasSize(2);
    assertThat(rides.rideIds()).hasSize(79);
  }

  @Test
  void leavesNothingBehindWhenItIsGivenUp() {
    commitFiles(3);
    filesUntilGivenUp = 1;

    assertThatThrownBy(() -> copier().merge(contested(() -> {}), allOf("oslo")))
        .isInstanceOf(FreshetException.class)
        .hasMessage("Copying row groups was given up");
    assertNothingIsLeft();
  }

  @Test
  void stopsWhereAFileHoldsOtherRowsThanTheTableSays() {
    DataFile file = rides.write("oslo", 20);
    rides.commit(DataFiles.builder(RideTable.BY_CITY).copy(file).withRecordCount(21).build());

    assertThatThrownBy(() -> merge(rides, WIDE))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "%s has 20 rows by its footer and 21 by the table's metadata; compare it with a backup"
                .formatted(file.location()));
  }

  @Test
  void mergesNothingOfAnEmptyTable() {
    assertThat(merge(rides, WIDE)).isEmpty();
  }

  @Test
  void readsALargeFileByAndBy() throws IOException {
    byte[] bytes = new byte[(16 << 20) + 1];
    InMemoryInputFile large = new InMemoryInputFile("memory:large", bytes);

    assertThat(StoreInput.of(large).file()).isSameAs(large);
  }

  private List<DataFile> commitFiles(int count) {
    List<DataFile> files = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      files.add(rides.commit("oslo", 20));
    }

    return files;
  }

  private Optional<Copied> merge(RideTable table, Limits limits) {
    return copier().merge(table.table(), RideTable.copy("oslo", Integer.MAX_VALUE, limits));
  }

  private RowGroupCopier copier() {
    return new RowGroupCopier("maintenance/compaction", () -> filesUntilGivenUp-- <= 0);
  }

  private static Step.Copy allOf(String city) {
    return RideTable.copy(city, Integer.MAX_VALUE, WIDE);
  }

  /** Whether all that was begun is away from the store again. */
  private void assertNothingIsLeft() {
    InMemoryFileIO store = (InMemoryFileIO) rides.table().io();
    assertThat(begun).isNotEmpty().noneMatch(store::fileExists);
  }

  /** The table, on which somebody does something as a rewrite is about to be committed. */
  private Table contested(Runnable act) {
    Table table = rides.table();

    return new BaseTable(((HasTableOperations) table).operations(), table.name()) {
      @Override
      public RewriteFiles newRewrite() {
        act.run();

        return super.newRewrite();
      }

      @Override
      public FileIO io() {
        return new Watched(super.io(), begun);
      }
    };
  }

  /** Tells of the files that are begun. */
  private record Watched(FileIO store, List<String> begun) implements FileIO {
    @Override
    public InputFile newInputFile(String path) {
      return store.newInputFile(path);
    }

    @Override
    public OutputFile newOutputFile(String path) {
      begun.add(path);

      return store.newOutputFile(path);
    }

    @Override
    public void deleteFile(String path) {
      store.deleteFile(path);
    }
  }
}
