package io.freshet.assurance.prove;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Streams;
import io.freshet.core.lake.LakeCatalog;
import io.freshet.core.lake.Ledger;
import io.freshet.core.lake.LogSource;
import io.freshet.core.lake.Position;
import io.freshet.core.lake.TableLayout;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;

/**
 * Proves the dead-letter table, partition by partition, against what the streams' ledgers count as
 * dead-lettered. It is read after them: they are committed after it, so it may be ahead, by dead
 * letters at or behind a ledger's end. Those of streams that are not named can't be judged.
 */
public final class DeadLetterProver {
  private final Catalog catalog;

  public DeadLetterProver(Catalog catalog) {
    this.catalog = catalog;
  }

  /** One partition of a stream, whatever number a table has given to its topic. */
  private record Partition(LogSource source, int number) {
    @Override
    public String toString() {
      return "partition %d of stream %s".formatted(number, source.topic());
    }
  }

  /**
   * @param streams every contract whose stream has a table
   */
  public Proof prove(Contract deadLetters, List<Contract> streams) {
    Map<Partition, Ledger.Entry> counted = new LinkedHashMap<>();
    for (Contract stream : streams) {
      if (catalog.tableExists(TableLayout.name(stream))) {
        Ledger ledger = Ledger.of(catalog.loadTable(TableLayout.name(stream)).properties());
        ledger
            .entries()
            .forEach(
                (position, entry) ->
                    counted.put(
                        new Partition(
                            ledger.sources().get(position.source()), position.partition()),
                        entry));
      }
    }
    Table table = LakeCatalog.require(catalog, TableLayout.name(deadLetters));
    Account account = new Account(Ledger.of(table.properties()), TableRows.identities(table));
    counted.forEach(account::compare);
    account.compareTold(Streams.topic(deadLetters));

    return account.proof(TableLayout.name(deadLetters).toString());
  }

  /** Adds up partitions. Pure: counts and offsets in, proof out. */
  private static final class Account {
    private final Ledger ledger;
    private final Map<Position, Offsets> rows;
    private final List<Proof.Stretch> stretches = new ArrayList<>();
    private final List<String> findings = new ArrayList<>();
    private final long found;
    private long expected;
    private long missing;

    Account(Ledger ledger, Map<Position, Offsets> rows) {
      this.ledger = ledger;
      this.rows = rows;
      this.found = rows.values().stream().mapToLong(Offsets::distinctCount).sum();
      // What nobody counts stands for itself; what a ledger counts takes the place of what is held.
      this.expected = found;
      rows.keySet().stream()
          .filter(position -> !ledger.sources().containsKey(position.source()))
          .map(
              "Partition %s: the table has rows of it, its ledger does not know the source"
                  ::formatted)
          .forEach(findings::add);
    }

    void compare(Partition partition, Ledger.Entry entry) {
      OptionalInt number = ledger.numberOf(partition.source());
      Offsets held =
          number.isEmpty()
              ? new Offsets()
              : rows.getOrDefault(
                  new Position(number.getAsInt(), partition.number()), new Offsets());
      add("The ledger of " + partition, entry.counts().deadLettered(), entry, held);
    }

    /** What others than writers have told of, against what the table's own ledger counts of it. */
    void compareTold(String topic) {
      ledger
          .entries()
          .forEach(
              (position, entry) -> {
                if (ledger.sources().get(position.source()).topic().equals(topic)) {
                  add(
                      "The table's own ledger of partition %d of stream %s"
                          .formatted(position.partition(), topic),
                      entry.counts().rows(),
                      entry,
                      rows.getOrDefault(position, new Offsets()));
                }
              });
    }

    private void add(String whose, long counted, Ledger.Entry entry, Offsets held) {
      long below = held.countBelow(entry.end());
      expected += counted - below;
      missing += Math.max(0, counted - below);
      if (below != counted) {
        findings.add(
            "%s counts %d dead letters up to offset %d, the table has %d of them"
                .formatted(whose, counted, entry.end(), below));
      }
    }

    Proof proof(String name) {
      long doubled = rows.values().stream().mapToLong(Offsets::repeats).sum();
      rows.forEach(this::addDoubled);
      if (doubled > 0) {
        findings.add("%d dead letters are doubled".formatted(doubled));
      }

      return Proof.ofStream(
          name,
          new Proof.Totals(expected, found, missing, doubled, 0, 0, 0),
          0,
          stretches,
          findings);
    }

    private void addDoubled(Position position, Offsets offsets) {
      for (Offsets.OffsetRange range : offsets.repeatedRanges()) {
        stretches.add(
            new Proof.Stretch(
                position.source(),
                position.partition(),
                range.from(),
                range.to(),
                Proof.State.DOUBLED,
                range.count()));
      }
    }
  }
}
