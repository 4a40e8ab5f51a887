package io.freshet.console.page;

import io.freshet.assurance.freshness.Freshness;
import io.freshet.assurance.history.FreshnessHistory;
import io.freshet.console.board.Board;
import io.freshet.console.board.TableStatus;
import io.freshet.console.facts.FileFacts;
import io.freshet.console.facts.TableFacts;
import io.freshet.console.letters.DeadLetterFacts;
import io.freshet.console.lineage.LineageFacts;
import io.freshet.console.reading.Reading;
import io.freshet.console.receipts.Receipt;
import io.freshet.console.receipts.Upkeep;
import io.freshet.core.lake.Ledger;
import io.freshet.core.lake.LogSource;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * All that is known of one table.
 *
 * @param hops where its events can be seen waiting; one such place is several hops of the plan
 * @param history how that was over the last day
 * @param upkeep what maintenance did to it, the newest first
 * @param quality what rows must be, and what was refused
 * @param ledger what of the log it holds
 * @param receipts that speak of it, the newest first
 */
public record TablePage(
    Frame frame,
    TableStatus table,
    ContractView contract,
    List<Hop> hops,
    HistoryView history,
    Reading<TableFacts> facts,
    Reading<FileFacts> files,
    Reading<LineageFacts> lineage,
    RowsView rows,
    Reading<List<Upkeep>> upkeep,
    QualityView quality,
    List<LedgerRow> ledger,
    Optional<Receipt> proof,
    Reading<List<Receipt>> receipts,
    Commands commands) {
  private static final int MOST_RECEIPTS = 8;

  /**
   * One station of the way.
   *
   * @param percent of the budget
   * @param isWaiting whether something waits there; of the commit it is only told how old it is
   */
  public record Hop(
      String name, String meaning, String age, int percent, boolean isOver, boolean isWaiting) {
    static Hop of(Freshness.Hop hop, TableStatus table) {
      boolean isWaiting = !hop.name().equals("commit");
      double share = (double) hop.age().toMillis() / table.budget().toMillis();

      return new Hop(
          hop.name(),
          switch (hop.name()) {
            case "raw" ->
                "the oldest raw JSON that waits for the validator: the plan’s kafka and validator";
            case "log" ->
                "the oldest event that waits for the writer: the plan’s kafka, flink and commit";
            case "inputs" ->
                "the oldest input row behind the newest published day: the plan’s period and"
                    + " nightly";
            case "commit" -> "since the last commit, which is no waiting";
            default -> "";
          },
          hop.age().isZero() ? "nothing waits" : Texts.age(hop.age()),
          Texts.percent(share),
          share > 1 && isWaiting,
          isWaiting);
    }
  }

  /** What the ledger says of one partition of a topic. */
  public record LedgerRow(String topic, int partition, Ledger.Entry entry) {
    static List<LedgerRow> of(Ledger ledger) {
      List<LedgerRow> rows = new ArrayList<>();
      Map<Integer, LogSource> sources = ledger.sources();
      ledger
          .entries()
          .forEach(
              (position, entry) ->
                  rows.add(
                      new LedgerRow(
                          sources.containsKey(position.source())
                              ? sources.get(position.source()).topic()
                              : "source " + position.source(),
                          position.partition(),
                          entry)));

      return rows;
    }

    public Optional<Instant> newestEvent() {
      return entry.newestEventTime() == Long.MIN_VALUE
          ? Optional.empty()
          : Optional.of(Instant.EPOCH.plus(entry.newestEventTime(), ChronoUnit.MICROS));
    }
  }

  /** The commands of each section. */
  public record Commands(
      List<Command> freshness,
      List<Command> proof,
      List<Command> snapshots,
      List<Command> files,
      List<Command> schema,
      List<Command> lineage,
      List<Command> quality) {
    static Commands of(TableStatus table) {
      return new Commands(
          Command.freshness(table),
          Command.proof(table),
          Command.snapshots(table),
          Command.files(table),
          Command.schema(),
          Command.lineage(table),
          Command.quality(table));
    }
  }

  /** What is told beside the board. */
  public record Beside(
      Reading<FreshnessHistory> history,
      Reading<TableFacts> facts,
      Reading<FileFacts> files,
      Reading<LineageFacts> lineage,
      RowsView rows,
      Reading<List<Upkeep>> upkeep,
      Reading<DeadLetterFacts> letters,
      Reading<List<Receipt>> receipts) {}

  public static TablePage of(TableStatus table, Board board, Beside beside) {
    Reading<List<Receipt>> own =
        beside
            .receipts()
            .map(all -> all.stream().filter(receipt -> receipt.isOf(table.name())).toList());

    return new TablePage(
        Frame.of(table.name(), Frame.Place.TABLES, board, readings(beside)),
        table,
        ContractView.of(table.contract()),
        table.freshness().stream()
            .flatMap(known -> known.hops().stream())
            .map(hop -> Hop.of(hop, table))
            .toList(),
        HistoryView.of(beside.history()),
        beside.facts(),
        beside.files(),
        beside.lineage(),
        beside.rows(),
        beside.upkeep(),
        QualityView.of(table.contract(), beside.letters(), own),
        beside.facts().value().map(facts -> LedgerRow.of(facts.ledger())).orElse(List.of()),
        own.value().stream().flatMap(List::stream).filter(Receipt::isProof).findFirst(),
        own.map(all -> all.stream().limit(MOST_RECEIPTS).toList()),
        Commands.of(table));
  }

  private static Reading<?>[] readings(Beside beside) {
    return Stream.concat(
            Stream.of(
                beside.history(),
                beside.facts(),
                beside.files(),
                beside.lineage(),
                beside.upkeep(),
                beside.receipts()),
            beside.rows().rows().stream())
        .toArray(Reading<?>[]::new);
  }

  /** Whether the table is behind what its contract says here. */
  public Optional<String> appliedVersion() {
    return facts
        .value()
        .flatMap(known -> known.applied().version())
        .filter(version -> !version.equals(contract.contract().version()));
  }
}
