package io.freshet.assurance.prove;

import io.freshet.assurance.log.Log;
import io.freshet.core.contract.Contract;
import io.freshet.core.lake.LakeCatalog;
import io.freshet.core.lake.Ledger;
import io.freshet.core.lake.LogSource;
import io.freshet.core.lake.Position;
import io.freshet.core.lake.TableLayout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;

/** What proofs of tables that a stream fills have in common. */
final class Reconciliation {
  /** Sources are numbered from 1: what the ledger does not know of is all pending. */
  private static final int UNKNOWN_SOURCE = 0;

  private Reconciliation() {}

  /** The dead letters of a topic, under the numbers that sources have in its table's ledger. */
  static Map<Position, Offsets> deadLetters(
      Catalog catalog, Contract deadLetters, Ledger ledger, String topic) {
    Table table = LakeCatalog.require(catalog, TableLayout.name(deadLetters));
    Ledger deadLedger = Ledger.of(table.properties());
    Map<Position, Offsets> renumbered = new HashMap<>();
    TableRows.deadLetters(table, topic)
        .forEach(
            (position, offsets) -> {
              LogSource source = deadLedger.sources().get(position.source());
              ledger
                  .numberOf(source)
                  .ifPresent(
                      number ->
                          renumbered.put(new Position(number, position.partition()), offsets));
            });

    return renumbered;
  }

  /** The number of the topic in the ledger. */
  static int number(Ledger ledger, Log.Topic topic) {
    return ledger.numberOf(topic.source()).orElse(UNKNOWN_SOURCE);
  }

  /** The first offset that the log still has; the largest number when its topic is gone. */
  static long logBegin(Ledger ledger, Position position, Optional<Log.Topic> topic) {
    boolean current =
        topic.isPresent() && topic.get().source().equals(ledger.sources().get(position.source()));

    return current
        ? topic.get().begins().getOrDefault(position.partition(), Long.MAX_VALUE)
        : Long.MAX_VALUE;
  }

  /** Records of the log that the ledger has not reached. */
  static long pending(Ledger ledger, Map<Position, Offsets> logged) {
    return logged.entrySet().stream()
        .mapToLong(
            entry ->
                entry.getValue().distinctCount()
                    - entry.getValue().countBelow(ledger.end(entry.getKey())))
        .sum();
  }

  /** The proof that partitions' accounts make up, with what no partition's account knows. */
  static Proof proof(
      Contract contract,
      Ledger ledger,
      Optional<Log.Topic> topic,
      List<PartitionAccount> accounts,
      Map<Position, Offsets> rows,
      long pending) {
    List<String> findings = new ArrayList<>();
    topic.ifPresent(now -> findings.addAll(replaced(ledger, now)));
    accounts.forEach(account -> findings.addAll(account.findings()));
    findings.addAll(unknown(ledger, rows));
    Proof.Totals totals =
        accounts.stream()
            .map(PartitionAccount::totals)
            .reduce(new Proof.Totals(0, 0, 0, 0, 0, 0, 0), Proof.Totals::plus);
    List<Proof.Stretch> stretches =
        accounts.stream().flatMap(account -> account.stretches().stream()).toList();

    return Proof.ofStream(
        TableLayout.name(contract).toString(), totals, pending, stretches, findings);
  }

  /** A topic that was recreated is another source, which somebody must begin to read. */
  private static List<String> replaced(Ledger ledger, Log.Topic topic) {
    if (ledger.numberOf(topic.source()).isPresent()) {
      return List.of();
    }

    return ledger.sources().values().stream()
        .filter(source -> source.topic().equals(topic.source().topic()))
        .map(
            source ->
                "Topic %s has the id %s in cluster %s now, the ledger knows it as %s in cluster %s:"
                        .formatted(
                            source.topic(),
                            topic.source().topicId(),
                            topic.source().clusterId(),
                            source.topicId(),
                            source.clusterId())
                    + " it was recreated, and the table has not begun to read it")
        .toList();
  }

  private static List<String> unknown(Ledger ledger, Map<Position, Offsets> rows) {
    return rows.keySet().stream()
        .filter(position -> ledger.entry(position).isEmpty())
        .map("Partition %s: the table has rows of it, the ledger does not know it"::formatted)
        .toList();
  }

  /** For a later proof to go on from. */
  static Optional<Baseline> state(Table table, Ledger ledger) {
    return Optional.<Snapshot>ofNullable(table.currentSnapshot())
        .map(snapshot -> new Baseline(snapshot.snapshotId(), ledger));
  }

  static Offsets of(Map<Position, Offsets> offsets, Position position) {
    return offsets.getOrDefault(position, new Offsets());
  }
}
