package io.freshet.orchestration.relay;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.orchestration.airflow.Asset;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Keeps announcements as Airflow would, and can be away. */
final class MemoryBoard implements DayBoard {
  final List<String> announcements = new ArrayList<>();
  final List<Asset> assets = new ArrayList<>();
  boolean away;
  boolean answerGetsLost;

  static Asset complete(String table) {
    return new Asset(table.hashCode(), table + " complete", Announcer.PREFIX + table);
  }

  @Override
  public List<Asset> assets() {
    refuseWhenAway();

    return List.copyOf(assets);
  }

  @Override
  public Set<String> announcedDays(Asset asset) {
    refuseWhenAway();
    String prefix = asset.uri() + " ";

    return announcements.stream()
        .filter(announcement -> announcement.startsWith(prefix))
        .map(announcement -> announcement.substring(prefix.length()))
        .collect(Collectors.toSet());
  }

  @Override
  public void announce(Asset asset, LocalDate day, Map<String, Object> facts) {
    refuseWhenAway();
    announcements.add(asset.uri() + " " + day);
    if (answerGetsLost) {
      answerGetsLost = false;
      throw new FreshetException(Fault.DEPENDENCY, "The answer was lost");
    }
  }

  private void refuseWhenAway() {
    if (away) {
      throw new FreshetException(Fault.DEPENDENCY, "Airflow is away");
    }
  }
}
