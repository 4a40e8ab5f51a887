package io.freshet.maintenance.retention;

import io.freshet.core.lake.PublishedDay;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.iceberg.DataFile;

/**
 * Days of a derived table: each says how many rows it has lost, so that a proof misses none and
 * nobody computes it again. Manifests tell all of that.
 */
final class ExpiringDays implements Expiring {
  private final List<DatedFiles.Dated> days;
  private final Map<LocalDate, Long> rows = new TreeMap<>();

  ExpiringDays(List<DatedFiles.Dated> days) {
    this.days = List.copyOf(days);
    for (DatedFiles.Dated each : days) {
      long gone = each.files().stream().mapToLong(DataFile::recordCount).sum();
      each.day().ifPresent(day -> rows.merge(day, gone, Long::sum));
    }
  }

  @Override
  public List<DatedFiles.Dated> going() {
    return days;
  }

  @Override
  public Optional<String> waiting() {
    return Optional.empty();
  }

  @Override
  public Map<String, String> summary() {
    return Map.of();
  }

  @Override
  public Map<String, String> properties(Map<String, String> before) {
    NavigableMap<LocalDate, PublishedDay> published = PublishedDay.of(before);
    Map<String, String> properties = new HashMap<>();
    rows.forEach(
        (day, gone) -> {
          PublishedDay known = published.get(day);
          if (known != null) {
            properties.putAll(known.erased(gone).properties());
          }
        });

    return properties;
  }

  @Override
  public long named() {
    return 0;
  }
}
