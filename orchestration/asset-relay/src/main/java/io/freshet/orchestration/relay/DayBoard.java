package io.freshet.orchestration.relay;

import io.freshet.orchestration.airflow.Asset;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Where complete days are announced, and who waits for them. */
interface DayBoard {
  List<Asset> assets();

  /** Days as ISO text. */
  Set<String> announcedDays(Asset asset);

  void announce(Asset asset, LocalDate day, Map<String, Object> facts);
}
