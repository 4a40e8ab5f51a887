package io.freshet.assurance.history;

import static io.freshet.assurance.history.Measured.NOON;
import static io.freshet.assurance.history.Measured.table;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.assurance.freshness.Freshness;
import io.freshet.assurance.history.FreshnessHistory.HopSeries;
import io.freshet.assurance.history.FreshnessHistory.Point;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.envelope.PayloadBuilder;
import io.freshet.core.lake.PlatformColumns;
import io.freshet.core.lake.TableLayout;
import io.freshet.core.lake.TableProvisioner;
import io.freshet.testing.samples.ParquetRows;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.inmemory.InMemoryCatalog;
import org.junit.jupiter.api.Test;

class HistoryReaderTest {
  private static final Contract HISTORY =
      Contracts.read(Path.of("../contracts")).freshnessHistory().orElseThrow();
  private static final String RIDES = "raw.rides";

  private final InMemoryCatalog catalog = new InMemoryCatalog();

  HistoryReaderTest() {
    catalog.initialize("test", Map.of());
  }

  @Test
  void tellsTheOldestOfEachStepByHop() {
    provision();
    append(at(-7), table(RIDES, 30));
    append(at(-6), table(RIDES, 61));
    append(at(-1), table(RIDES, 2));
    append(at(-1), table("raw.fares", 900));

    FreshnessHistory history = read(1_000);

    assertThat(history.isKept()).isTrue();
    assertThat(history.isCut()).isFalse();
    assertThat(history.hops()).extracting(HopSeries::hop).containsExactly("commit", "log");
    List<Point> log = history.hops().get(1).points();
    assertThat(log)
        .extracting(Point::age)
        .containsExactly(Duration.ofSeconds(61), Duration.ofSeconds(2));
    assertThat(log).extracting(Point::step).containsExactly(286, 287);
    assertThat(log).extracting(Point::at).containsExactly(at(-6), at(-1));
    assertThat(log).extracting(Point::isOver).containsExactly(true, false);
  }

  @Test
  void leavesOutWhatIsOlderThanADay() {
    provision();
    append(at(-24 * 60 - 1), table(RIDES, 30));

    assertThat(read(1_000).hops()).isEmpty();
  }

  @Test
  void readsTheNewestOfTooManyFilesAndSaysSinceWhen() {
    provision();
    for (int minute = -30; minute < 0; minute++) {
      append(at(minute), table(RIDES, 1));
    }

    FreshnessHistory history = read(10);

    assertThat(history.isCut()).isTrue();
    assertThat(history.from()).isEqualTo(at(-11));
    assertThat(history.hops().get(1).points()).hasSize(3);
  }

  @Test
  void leavesOffWhenItTakesTooLongAndSaysSinceWhen() {
    provision();
    for (int minute = -40; minute < 0; minute++) {
      append(at(minute), table(RIDES, 1));
    }
    Iterator<Instant> times = List.of(NOON, NOON.plusSeconds(31)).iterator();

    FreshnessHistory history = new HistoryReader(times::next, 1_000).read(catalog, HISTORY, RIDES);

    assertThat(history.isCut()).isTrue();
    assertThat(history.from()).isEqualTo(at(-33));
    assertThat(history.until()).isEqualTo(NOON);
    assertThat(history.hops().get(1).points()).isNotEmpty();
  }

  @Test
  void countsTheStretchesInWhichEachTableWasOverItsBudget() {
    provision();
    append(at(-12), table(RIDES, 70));
    append(at(-7), table(RIDES, 30));
    append(at(-6), table(RIDES, 61));
    append(at(-1), table(RIDES, 2));
    append(at(-1), table("raw.fares", 1));
    append(at(-24 * 60 - 1), table("raw.fares", 900));

    assertThat(new HistoryReader(InstantSource.fixed(NOON)).budgets(catalog, HISTORY))
        .containsExactly(new BudgetUse("raw.fares", 1, 0), new BudgetUse(RIDES, 3, 2));
  }

  /** Three hours without Kafka are three hours without rows. */
  @Test
  void countsAStretchAsOverAlsoWhereNobodyMeasuredWhatWaitedThen() {
    provision();
    append(at(-190), table(RIDES, 1));
    append(at(-1), table(RIDES, 3 * 60 * 60 + 60));
    append(at(-1), table("raw.fares", 30 * 60 * 60));

    assertThat(new HistoryReader(InstantSource.fixed(NOON)).budgets(catalog, HISTORY))
        .containsExactly(new BudgetUse("raw.fares", 288, 288), new BudgetUse(RIDES, 38, 37));
  }

  @Test
  void noBudgetIsUsedWhereNothingIsKept() {
    assertThat(new HistoryReader(InstantSource.fixed(NOON)).budgets(catalog, HISTORY)).isEmpty();
  }

  @Test
  void saysThatNothingIsKeptWhereThereIsNoTable() {
    assertThat(read(10).isKept()).isFalse();
  }

  @Test
  void whatIsMeasuredFitsTheContract() {
    PayloadBuilder payloads = new PayloadBuilder(HISTORY);
    HopAge age = HopAge.of(table(RIDES, 61), NOON).get(0);

    age.columns().forEach(payloads::set);

    assertThat(payloads.build().get("standing")).hasToString("late");
    assertThat(age.id()).isEqualTo("raw.rides/log/commits/" + NOON.toEpochMilli());
  }

  private static Instant at(int minute) {
    return NOON.plusSeconds(60L * minute);
  }

  private FreshnessHistory read(int mostFiles) {
    return new HistoryReader(InstantSource.fixed(NOON), mostFiles).read(catalog, HISTORY, RIDES);
  }

  private void provision() {
    new TableProvisioner(catalog).plan(HISTORY).step().run();
  }

  private void append(Instant at, Freshness freshness) {
    Table table = catalog.loadTable(TableLayout.name(HISTORY));
    List<Record> rows = HopAge.of(freshness, at).stream().map(age -> row(table, age)).toList();
    table.newAppend().appendFile(ParquetRows.file(table, rows)).commit();
  }

  private static Record row(Table table, HopAge age) {
    Record row = GenericRecord.create(table.schema());
    age.columns().forEach((name, value) -> row.setField(name, stored(value)));
    row.setField(PlatformColumns.SOURCE, 1);
    row.setField(PlatformColumns.PARTITION, 0);
    row.setField(PlatformColumns.OFFSET, 1L);
    row.setField(PlatformColumns.RECEIVED_AT, age.at().atOffset(ZoneOffset.UTC));

    return row;
  }

  private static Object stored(Object value) {
    if (value instanceof Instant time) {
      return time.atOffset(ZoneOffset.UTC);
    }

    return value instanceof Double number
        ? BigDecimal.valueOf(number).setScale(3, RoundingMode.HALF_UP)
        : value;
  }
}
