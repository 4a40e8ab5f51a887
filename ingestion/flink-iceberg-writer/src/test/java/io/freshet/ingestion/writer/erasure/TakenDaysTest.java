package io.freshet.ingestion.writer.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.lake.PublishedDay;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.Schema;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.Test;

class TakenDaysTest {
  private static final LocalDate DAY = LocalDate.parse("2026-03-01");
  private static final Schema SCHEMA =
      new Schema(Types.NestedField.required(1, "local_day", Types.DateType.get()));

  @Test
  void eachDaySaysHowManyRowsItHasLost() {
    TakenDays taken = new TakenDays("local_day");
    taken.accept(row(DAY));
    taken.accept(row(DAY));
    taken.accept(row(DAY.plusDays(1)));
    Map<String, String> before = new PublishedDay(DAY, 10, 1, Optional.empty()).properties();

    assertThat(taken.rows()).isEqualTo(3);
    assertThat(taken.properties(before))
        .as("a day that nobody has published has no account")
        .containsExactly(Map.entry("freshet.expected-rows.2026-03-01", "10-3"));
    assertThat(PublishedDay.of(taken.properties(before)).get(DAY).erasedRows()).isEqualTo(3);
  }

  private static Record row(LocalDate day) {
    Record row = GenericRecord.create(SCHEMA);
    row.setField("local_day", day);

    return row;
  }
}
