package io.freshet.batch.changes;

import java.time.LocalDate;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** Which partitions changes touch, and in which markets; gathered table by table. */
final class Touched {
  private final Map<LocalDate, Map<String, Collection<String>>> days = new TreeMap<>();
  private final Map<String, Collection<String>> all = new TreeMap<>();

  void add(LocalDate partition, String table, String market) {
    days.computeIfAbsent(partition, day -> new TreeMap<>())
        .computeIfAbsent(table, name -> new TreeSet<>())
        .add(market);
  }

  /** Nobody knows which: then all of them. */
  void addAll(String table) {
    all.put(table, new TreeSet<>());
  }

  /** By table the markets whose rows touch it; empty where none does. */
  Optional<Map<String, Collection<String>>> of(LocalDate partition) {
    Map<String, Collection<String>> markets = new TreeMap<>(all);
    markets.putAll(days.getOrDefault(partition, Map.of()));

    return markets.isEmpty() ? Optional.empty() : Optional.of(markets);
  }
}
