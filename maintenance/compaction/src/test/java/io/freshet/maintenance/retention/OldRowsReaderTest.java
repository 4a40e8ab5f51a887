package io.freshet.maintenance.retention;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.lake.PlatformColumns;
import io.freshet.maintenance.plan.OldRows;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.Metrics;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.types.Conversions;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.Test;

/** How old the rows of a table are by what its metadata says, which is partitioned by day first. */
class OldRowsReaderTest {
  private static final Instant LATE = Instant.parse("2026-01-05T09:30:00Z");

  private final PingStream pings = new PingStream();

  @Test
  void aDayIsNoOlderThanItIsOver() {
    pings.day(LocalDate.parse("2026-01-05"), 10);

    assertThat(parts()).extracting(OldRows.Part::name).containsExactly("event_time_day=2026-01-05");
    OldRows.Part day = parts().get(0);
    assertThat(day.end()).contains(Instant.parse("2026-01-06T00:00:00Z"));
    assertThat(day.youngest()).isEqualTo(day.end());
  }

  @Test
  void anHourIsOverWhenTheNextOneBegins() {
    byHour();
    append(hour(7), Optional.of(LATE));

    OldRows.Part hour = parts().get(0);

    assertThat(hour.end()).contains(Instant.parse("2026-01-05T08:00:00Z"));
    assertThat(hour.youngest()).contains(LATE);
    assertThat(hour.isBefore(LATE)).as("a row never goes early").isFalse();
    assertThat(hour.isBefore(LATE.plusSeconds(1))).isTrue();
  }

  @Test
  void daysAndHoursOfATableThatWasPartitionedAnewAreToldApart() {
    pings.day(LocalDate.parse("2026-01-04"), 10);
    byHour();
    append(hour(7), Optional.of(LATE));
    append(hour(6), Optional.of(LATE));

    assertThat(parts())
        .extracting(OldRows.Part::name)
        .as("the oldest first")
        .containsExactly(
            "event_time_day=2026-01-04",
            "event_time_hour=2026-01-05-06",
            "event_time_hour=2026-01-05-07");
    assertThat(parts())
        .extracting(part -> part.end().orElseThrow())
        .containsExactly(
            Instant.parse("2026-01-05T00:00:00Z"),
            Instant.parse("2026-01-05T07:00:00Z"),
            Instant.parse("2026-01-05T08:00:00Z"));
  }

  @Test
  void filesOfBeforeATableWasPartitionedByTimeStay() {
    pings.table().updateSpec().removeField("event_time_day").addField("market").commit();
    append("market=san_francisco", Optional.of(LATE));
    pings
        .table()
        .updateSpec()
        .removeField("market")
        .addField(Expressions.hour("event_time"))
        .commit();
    append(hour(7), Optional.of(LATE));

    assertThat(parts()).hasSize(2);
    OldRows.Part timeless = parts().get(1);
    assertThat(timeless.name()).isEqualTo("market=san_francisco");
    assertThat(timeless.end()).isEmpty();
    assertThat(timeless.isBefore(Instant.MAX)).isFalse();
  }

  @Test
  void oneFileThatDoesNotTellWhenItsRowsCameKeepsItsPartition() {
    pings.day(LocalDate.parse("2026-01-05"), 10);
    append("event_time_day=2026-01-05", Optional.empty());
    append("event_time_day=2026-01-05", Optional.of(LATE));

    OldRows.Part day = parts().get(0);

    assertThat(day.files()).isEqualTo(3);
    assertThat(day.youngest()).isEmpty();
    assertThat(day.isBefore(Instant.MAX)).isFalse();
  }

  @Test
  void aTableThatIsNoLongerPartitionedByTimeKeepsAll() {
    pings.day(LocalDate.parse("2026-01-05"), 10);
    pings.table().updateSpec().removeField("event_time_day").commit();

    assertThat(OldRowsReader.read(pings.table()).orElseThrow().kept())
        .hasValueSatisfying(
            why -> assertThat(why).contains("not partitioned by the day or hour of event_time"));
  }

  private List<OldRows.Part> parts() {
    return OldRowsReader.read(pings.table()).orElseThrow().parts();
  }

  private void byHour() {
    pings
        .table()
        .updateSpec()
        .removeField("event_time_day")
        .addField(Expressions.hour("event_time"))
        .commit();
  }

  /** An hour of the fifth of January, as paths that are read have it: since 1970. */
  private static String hour(int hour) {
    Instant begin = Instant.parse("2026-01-05T%02d:00:00Z".formatted(hour));

    return "event_time_hour=%d".formatted(ChronoUnit.HOURS.between(Instant.EPOCH, begin));
  }

  /**
   * @param newest when the youngest row came; empty where the file has no metrics of it
   */
  private void append(String partition, Optional<Instant> newest) {
    PartitionSpec spec = pings.table().spec();
    DataFile file =
        DataFiles.builder(spec)
            .withPath("memory:/pings/%s.parquet".formatted(UUID.randomUUID()))
            .withPartitionPath(partition)
            .withFileSizeInBytes(1000)
            .withMetrics(metrics(newest))
            .build();
    pings.table().newAppend().appendFile(file).commit();
  }

  private Metrics metrics(Optional<Instant> newest) {
    Types.NestedField received = pings.table().schema().findField(PlatformColumns.RECEIVED_AT);
    Map<Integer, ByteBuffer> bounds =
        newest
            .map(
                time ->
                    Map.of(
                        received.fieldId(),
                        Conversions.toByteBuffer(
                            received.type(), ChronoUnit.MICROS.between(Instant.EPOCH, time))))
            .orElse(Map.of());

    return new Metrics(10L, Map.of(), Map.of(), Map.of(), Map.of(), bounds, bounds);
  }
}
