package io.freshet.core.lake;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.contract.Change;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.ContractTexts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadataParser;
import org.apache.iceberg.UpdateProperties;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.inmemory.InMemoryCatalog;
import org.apache.iceberg.inmemory.InMemoryFileIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Tables as released versions left them: Iceberg's metadata with all that we keep there, read by
 * this version. Recorded files never change; {@code -Dfreshet.record=VERSION} records a release,
 * before it is one, of its {@code rides.yaml}.
 */
class RecordedTableTest {
  private static final Path RECORDED = Path.of("src", "test", "resources", "recorded-tables");
  private static final String METADATA = "rides.metadata.json";
  private static final TableIdentifier RIDES = TableIdentifier.of("raw", "rides");

  private static final LogSource LOG = new LogSource("cluster-a", "rides", "topic-1");
  private static final Position ZERO = new Position(1, 0);
  private static final Position ONE = new Position(1, 1);
  private static final ValuesHash VALUES = new ValuesHash(0x1234_5678_9ABCL, -42);
  private static final long NEWEST = 1_790_000_000_000_000L;
  private static final List<Range> RANGES =
      List.of(
          new Range(ZERO, 0, 3, 13, new Counts(8, 1, 1, 2, Optional.of(VALUES)), NEWEST),
          new Range(ONE, Range.UNKNOWN, 7, 9, new Counts(2, 0, 0, 0), NEWEST - 1));
  private static final Ledger READ = Ledger.EMPTY.withSource(LOG).plus(RANGES);
  private static final Ledger REPAIRED =
      READ.repaired(List.of(new Repairs.Stretch(ZERO, 3, 6)), Map.of(ZERO, VALUES));
  private static final Ledger ERASED =
      REPAIRED.erased(
          Map.of(ZERO, ErasedRows.of(Stream.of(4L, 9L).mapToLong(Long::longValue))),
          Map.of(ZERO, new ValuesHash(1, 2)),
          Map.of(ZERO, 0L));
  private static final Instant WATERMARK = Instant.parse("2026-09-21T14:08:20.000001Z");
  private static final LandedFile LANDED = new LandedFile(17, "s3://sales/rides.csv", "ab12", 3);
  private static final PublishedDay DAY =
      new PublishedDay(
          LocalDate.parse("2026-09-20"),
          536,
          2,
          Optional.of(
              new PublishedDay.Basis(
                  Instant.parse("2026-09-19T22:00:00Z"),
                  Instant.parse("2026-09-20T22:00:00Z"),
                  Map.of("raw.pings", new PublishedDay.Input(4711, Instant.ofEpochMilli(7), 1)))));

  static List<Path> releases() throws IOException {
    try (Stream<Path> folders = Files.list(RECORDED)) {
      return folders.sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("releases")
  void readsWhatItsPropertiesSay(Path release) throws IOException {
    Map<String, String> properties = table(release).properties();

    assertThat(Ledger.of(properties)).isEqualTo(ERASED);
    assertThat(TableWatermark.of(properties)).contains(WATERMARK);
    assertThat(LandedFile.of(properties)).containsExactly(Map.entry(LANDED.number(), LANDED));
    assertThat(PublishedDay.of(properties)).containsExactly(Map.entry(DAY.day(), DAY));
    assertThat(ColumnDefaults.of(table(release)).of(5)).contains("NOK");
    assertThat(TableContract.newest(contract(release), properties)).isEqualTo(contract(release));
  }

  @ParameterizedTest
  @MethodSource("releases")
  void readsWhatItsCommitsSay(Path release) throws IOException {
    Map<String, String> summary = table(release).currentSnapshot().summary();

    assertThat(LedgerCodec.readRanges(summary.get(CommitSummary.RANGES))).isEqualTo(RANGES);
    assertThat(
            ReceivedHistogram.decode(summary.get(CommitSummary.RECEIVED_TO_COMMIT))
                .percentileMillis(0.5))
        .isBetween(1_500L, 1_900L);
    assertThat(summary)
        .containsEntry(CommitSummary.WRITER, "writer/job")
        .containsEntry(CommitSummary.ERASED, "2")
        .containsEntry(CommitSummary.SOURCES, "1");
  }

  /** Whoever goes back to that release, or still runs it beside this one, reads what we write. */
  @ParameterizedTest
  @MethodSource("releases")
  void writesWhatThatReleaseWrote(Path release) throws IOException {
    Map<String, String> properties = table(release).properties();

    assertThat(ERASED.toJson()).isEqualTo(properties.get(Ledger.PROPERTY));
    assertThat(LedgerCodec.writeRanges(RANGES))
        .isEqualTo(table(release).currentSnapshot().summary().get(CommitSummary.RANGES));
    assertThat(properties)
        .containsAllEntriesOf(DAY.properties())
        .containsEntry(LANDED.key(), LANDED.toJson());
    // Of tables that were never repaired, and of those from which nothing was erased.
    assertThat(READ.toJson()).startsWith("{\"version\":1,");
    assertThat(REPAIRED.toJson()).startsWith("{\"version\":2,");
  }

  @ParameterizedTest
  @MethodSource("releases")
  void findsNothingToChangeInIt(Path release) throws IOException {
    InMemoryCatalog catalog = catalog();
    register(release, catalog);

    Change change = new TableProvisioner(catalog).plan(contract(release));

    assertThat(change.action()).as(change.detail()).isEqualTo(Change.Action.NONE);
  }

  @Test
  @EnabledIfSystemProperty(named = "freshet.record", matches = ".+")
  void records() throws IOException {
    Path release = RECORDED.resolve(System.getProperty("freshet.record"));
    InMemoryCatalog catalog = catalog();
    new TableProvisioner(catalog).plan(contract(release)).step().run();
    Table table = catalog.loadTable(RIDES);
    ReceivedHistogram waited = new ReceivedHistogram();
    waited.add(1_500, 10);

    table
        .newFastAppend()
        .appendFile(
            DataFiles.builder(table.spec())
                .withPath("memory:/rides/file.parquet")
                .withFormat(FileFormat.PARQUET)
                .withPartitionPath("event_time_day=2026-09-21")
                .withFileSizeInBytes(1_000)
                .withRecordCount(10)
                .build())
        .set(CommitSummary.RANGES, LedgerCodec.writeRanges(RANGES))
        .set(CommitSummary.SOURCES, "1")
        .set(CommitSummary.ERASED, "2")
        .set(CommitSummary.RECEIVED_TO_COMMIT, waited.encode())
        .set(CommitSummary.WRITER, "writer/job")
        .commit();
    UpdateProperties update =
        table
            .updateProperties()
            .set(Ledger.PROPERTY, ERASED.toJson())
            .set(TableWatermark.PROPERTY, WATERMARK.toString())
            .set(LANDED.key(), LANDED.toJson());
    DAY.properties().forEach(update::set);
    update.commit();

    Files.writeString(
        release.resolve(METADATA),
        TableMetadataParser.toJson(((HasTableOperations) table).operations().current()));
  }

  private static Contract contract(Path release) throws IOException {
    return ContractTexts.parse("rides", Files.readString(release.resolve("rides.yaml")));
  }

  private static Table table(Path release) throws IOException {
    return register(release, catalog());
  }

  private static Table register(Path release, InMemoryCatalog catalog) throws IOException {
    String location = "memory:/%s/%s".formatted(release.getFileName(), METADATA);
    byte[] metadata = Files.readString(release.resolve(METADATA)).getBytes(StandardCharsets.UTF_8);
    if (!new InMemoryFileIO().fileExists(location)) {
      new InMemoryFileIO().addFile(location, metadata);
    }
    catalog.createNamespace(Namespace.of("raw"));

    return catalog.registerTable(RIDES, location);
  }

  private static InMemoryCatalog catalog() {
    InMemoryCatalog catalog = new InMemoryCatalog();
    catalog.initialize("test", Map.of());

    return catalog;
  }
}
