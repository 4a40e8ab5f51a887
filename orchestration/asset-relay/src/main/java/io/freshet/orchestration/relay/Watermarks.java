package io.freshet.orchestration.relay;

import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How far each table's watermark has come since its first announced commit. */
final class Watermarks {
  private record Span(Instant first, Instant newest) {
    Span and(Instant watermark) {
      return new Span(
          watermark.isBefore(first) ? watermark : first,
          watermark.isAfter(newest) ? watermark : newest);
    }
  }

  private final Map<String, Span> spans = new HashMap<>();

  /** Commits may be announced again and in any order. */
  void put(String table, Instant watermark) {
    spans.merge(table, new Span(watermark, watermark), (span, other) -> span.and(watermark));
  }

  /** The days that ended while we looked on; earlier ones are history, for a backfill. */
  List<LocalDate> completeDays(String table, LocalDays days, int maxDays) {
    Span span = spans.get(table);

    return span == null ? List.of() : days.endedBetween(span.first(), span.newest(), maxDays);
  }

  Instant newest(String table) {
    return spans.get(table).newest();
  }
}
