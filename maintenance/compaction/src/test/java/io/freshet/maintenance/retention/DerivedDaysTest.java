package io.freshet.maintenance.retention;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.lake.CommitSummary;
import io.freshet.core.lake.PublishedDay;
import io.freshet.core.lake.RetainedSince;
import io.freshet.maintenance.plan.OldRows;
import io.freshet.maintenance.plan.Step;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.Table;
import org.apache.iceberg.UpdateProperties;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A derived table with two days of ten rows each, whose contract keeps rows for 30 days. */
class DerivedDaysTest {
  private static final String NAME = "dasher_efficiency";
  private static final LocalDate MONDAY = LocalDate.parse("2026-01-05");
  private static final LocalDate TUESDAY = MONDAY.plusDays(1);

  /** In the west, Monday ends when it is Tuesday elsewhere. */
  private static final Instant END_OF_MONDAY = Instant.parse("2026-01-06T08:00:00Z");

  private final RowExpiry expiry =
      new RowExpiry("maintenance/row_expiry", ledger -> Map.of(), () -> false);
  private Table table;

  @BeforeEach
  void twoDaysArePublished() {
    table = KeptTable.of(NAME);
    List.of(MONDAY, TUESDAY).forEach(this::publish);
  }

  private void publish(LocalDate day) {
    DataFile file =
        DataFiles.builder(table.spec())
            .withPath("memory:/%s.parquet".formatted(day))
            .withPartitionPath("%s=%s".formatted(table.spec().fields().get(0).name(), day))
            .withFileSizeInBytes(1000)
            .withRecordCount(10)
            .build();
    table.newAppend().appendFile(file).commit();
    Instant end = END_OF_MONDAY.plus(Duration.ofDays(MONDAY.until(day).getDays()));
    UpdateProperties update = table.updateProperties();
    new PublishedDay(
            day,
            10,
            Optional.of(new PublishedDay.Basis(end.minus(Duration.ofDays(1)), end, Map.of())))
        .properties()
        .forEach(update::set);
    update.commit();
  }

  @Test
  void aDayIsAsOldAsItIsOverEverywhere() {
    OldRows rows = OldRowsReader.read(table).orElseThrow();

    assertThat(rows.kept()).isEmpty();
    assertThat(rows.parts()).extracting(OldRows.Part::rows).containsExactly(10L, 10L);
    assertThat(rows.parts().get(0).end()).contains(END_OF_MONDAY);
    assertThat(rows.parts().get(0).youngest()).contains(END_OF_MONDAY);
  }

  @Test
  void aDayThatGoesSaysThatItsRowsWereThere() {
    Map<String, Long> figures = expiry.run(table, step(END_OF_MONDAY.plusSeconds(1))).figures();

    table.refresh();
    assertThat(figures).containsEntry("rows_expired", 10L).containsEntry("rows_named", 0L);
    Map<LocalDate, PublishedDay> days = PublishedDay.of(table.properties());
    assertThat(days.get(MONDAY).expectedRows()).isEqualTo(10);
    assertThat(days.get(MONDAY).erasedRows()).isEqualTo(10);
    assertThat(days.get(TUESDAY).erasedRows()).isZero();
    assertThat(RetainedSince.of(table.properties())).contains(END_OF_MONDAY);
    assertThat(table.currentSnapshot().summary())
        .containsEntry(CommitSummary.EXPIRED, "10")
        .containsEntry("total-records", "10");
  }

  @Test
  void aContractThatKeepsRowsForLongerByNowIsNotTooLate() {
    Step.RowExpiry planned = step(END_OF_MONDAY.plusSeconds(1));
    String longer =
        table
            .properties()
            .get("freshet.contract")
            .replace("value: 30, unit: d", "value: 31, unit: d");
    table.updateProperties().set("freshet.contract", longer).commit();

    assertThat(expiry.run(table, planned).figures()).containsEntry("rows_expired", 0L);
  }

  private Step.RowExpiry step(Instant before) {
    return new Step.RowExpiry(
        Duration.ofDays(30), before, OldRowsReader.read(table).orElseThrow().parts());
  }
}
