package io.freshet.ingestion.writer.erasure;

import io.freshet.core.lake.CommitSummary;
import io.freshet.core.lake.PublishedDay;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.iceberg.data.Record;

/** Rows that are taken from a derived table: each of its days says how many it has lost. */
final class TakenDays implements TakenRows {
  private final String dayColumn;
  private final Map<LocalDate, Long> days = new TreeMap<>();
  private long rows;

  TakenDays(String dayColumn) {
    this.dayColumn = dayColumn;
  }

  @Override
  public void accept(Record row) {
    rows++;
    days.merge((LocalDate) row.getField(dayColumn), 1L, Long::sum);
  }

  @Override
  public long rows() {
    return rows;
  }

  @Override
  public Map<String, String> summary() {
    return Map.of(CommitSummary.ERASED, Long.toString(rows));
  }

  @Override
  public Map<String, String> properties(Map<String, String> before) {
    NavigableMap<LocalDate, PublishedDay> published = PublishedDay.of(before);
    Map<String, String> properties = new HashMap<>();
    days.forEach(
        (day, gone) -> {
          PublishedDay known = published.get(day);
          if (known != null) {
            properties.putAll(known.erased(gone).properties());
          }
        });

    return properties;
  }
}
