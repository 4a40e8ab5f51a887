package io.freshet.console.board;

import io.freshet.core.contract.Contracts;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How all tables stand, as far as is known. Immutable.
 *
 * @param contracts empty while they were never read
 * @param worstFirst every table
 * @param roundEnded when all tables were last measured; empty while that was never so
 * @param trouble what keeps the board from being newer
 * @param broken why the contracts are those of before; tables are measured by them
 */
public record Board(
    Optional<Contracts> contracts,
    List<TableStatus> worstFirst,
    Map<String, TableStatus> byName,
    Map<Standing, Integer> tally,
    SortedSet<String> domains,
    Optional<Instant> roundEnded,
    Optional<Trouble> trouble,
    Optional<Trouble> broken) {
  /** What is wrong, and since when that is known. */
  public record Trouble(String what, Instant since) {
    /** That of a moment, which may have begun with another one. */
    static Trouble at(Instant now, String what, Optional<Trouble> before) {
      return new Trouble(what, before.map(Trouble::since).orElse(now));
    }
  }

  /** Of a console that has just started. */
  public static Board empty() {
    return of(Optional.empty(), List.of(), Optional.empty(), Optional.empty(), Optional.empty());
  }

  static Board of(
      Optional<Contracts> contracts,
      Collection<TableStatus> measured,
      Optional<Instant> roundEnded,
      Optional<Trouble> trouble,
      Optional<Trouble> broken) {
    List<TableStatus> tables =
        contracts
            .map(known -> Diagnoses.of(known, measured))
            .map(diagnoses -> measured.stream().map(table -> table.with(diagnoses)).toList())
            .orElse(List.of());
    Map<String, TableStatus> byName = new TreeMap<>();
    Map<Standing, Integer> tally = new EnumMap<>(Standing.class);
    SortedSet<String> domains = new TreeSet<>();
    for (TableStatus table : tables) {
      byName.put(table.name(), table);
      tally.merge(table.standing(), 1, Integer::sum);
      domains.add(table.contract().documentation().domain());
    }

    return new Board(
        contracts,
        tables.stream().sorted(TableStatus.WORST_FIRST).toList(),
        byName,
        tally,
        domains,
        roundEnded,
        trouble,
        broken);
  }

  /** The same, which may no longer hold. */
  Board troubled(String what, Instant now) {
    return new Board(
        contracts,
        worstFirst,
        byName,
        tally,
        domains,
        roundEnded,
        Optional.of(Trouble.at(now, what, trouble)),
        broken);
  }

  public Optional<TableStatus> table(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  public int count(Standing standing) {
    return tally.getOrDefault(standing, 0);
  }
}
