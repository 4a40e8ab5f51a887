package io.freshet.console.page;

import io.freshet.console.board.Board;
import io.freshet.console.board.TableStatus;
import io.freshet.console.editions.Editions;
import io.freshet.console.editions.TextChange;
import io.freshet.console.facts.TableFacts;
import io.freshet.console.lineage.LineageFacts;
import io.freshet.console.reading.Reading;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Streams;
import io.freshet.core.lake.TableLayout;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * One contract.
 *
 * @param table how its table stands, where it has one
 * @param text of its file
 * @param earlier its versions, the newest first, each beside the one before
 * @param change what the file has that its table was not made with; empty where that is not known
 */
public record ContractPage(
    Frame frame,
    ContractView view,
    Optional<TableStatus> table,
    Optional<String> text,
    Optional<TextChange> change,
    Reading<Editions> editions,
    List<Earlier> earlier,
    List<Readers> readers,
    List<Command> commands) {

  /** One version, judged. */
  public record Earlier(Editions.Edition edition) {
    /** What it was for its readers. */
    public String verdict() {
      if (!edition.unread().isEmpty()) {
        return "not compared";
      }

      return edition.change().isEmpty()
          ? "the first that is known"
          : edition.isBreaking() ? "breaking" : "compatible";
    }

    /** How grave that was. */
    public String mark() {
      return edition.isBreaking() ? "late" : edition.unread().isEmpty() ? "fresh" : "unknown";
    }
  }

  /**
   * Who reads its stream, or its table.
   *
   * @param what is read
   */
  public record Readers(String what, Reading<LineageFacts> lineage) {
    /** What the lineage server calls it. */
    static List<String> datasets(Contract contract) {
      return Stream.concat(
              contract.stream().stream().map(settings -> "stream:" + Streams.topic(contract)),
              contract.table().stream()
                  .map(settings -> LineageFacts.dataset(TableLayout.name(contract).toString())))
          .toList();
    }
  }

  /**
   * @param lineage of a dataset, by the name that the lineage server knows
   * @param facts of its table; pending where it has none
   */
  public static ContractPage of(
      Contract contract,
      Board board,
      Reading<TableFacts> facts,
      Reading<Editions> editions,
      Function<String, Reading<LineageFacts>> lineage) {
    List<Readers> readers =
        Readers.datasets(contract).stream()
            .map(dataset -> new Readers(dataset.replace(":", " "), lineage.apply(dataset)))
            .toList();
    Optional<String> text = board.contracts().flatMap(contracts -> contracts.text(contract));

    return new ContractPage(
        Frame.of(
            contract.name(),
            Frame.Place.CONTRACTS,
            board,
            Stream.concat(Stream.of(editions), readers.stream().map(Readers::lineage))
                .toArray(Reading<?>[]::new)),
        ContractView.of(contract),
        contract.table().flatMap(settings -> board.table(TableLayout.name(contract).toString())),
        text,
        text.flatMap(
            now ->
                facts
                    .value()
                    .flatMap(known -> known.applied().text())
                    .map(applied -> TextChange.between(applied, now))),
        editions,
        editions.value().stream()
            .flatMap(known -> known.editions().stream())
            .map(Earlier::new)
            .toList(),
        readers,
        List.of(
            new Command("Check it", "./freshet contract lint"),
            new Command("What a change would break", "./freshet contract diff --against main"),
            new Command("What applying it would do", "./freshet contract apply --dry-run")));
  }
}
