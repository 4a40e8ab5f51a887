package io.freshet.console.page;

import io.freshet.console.board.Board;
import io.freshet.console.board.TableStatus;
import io.freshet.console.facts.TableFacts;
import io.freshet.console.reading.Reading;
import io.freshet.core.contract.Contract;
import io.freshet.core.lake.TableLayout;
import java.util.List;
import java.util.Optional;

/**
 * One contract.
 *
 * @param table how its table stands, where it has one
 * @param text of its file
 * @param change what the file has that its table was not made with; empty where that is not known
 */
public record ContractPage(
    Frame frame,
    ContractView view,
    Optional<TableStatus> table,
    Optional<String> text,
    Optional<TextChange> change,
    List<Command> commands) {

  /**
   * @param facts of its table; pending where it has none
   */
  public static ContractPage of(Contract contract, Board board, Reading<TableFacts> facts) {
    Optional<String> text = board.contracts().flatMap(contracts -> contracts.text(contract));

    return new ContractPage(
        Frame.of(contract.name(), Frame.Place.CONTRACTS, board),
        ContractView.of(contract),
        contract.table().flatMap(settings -> board.table(TableLayout.name(contract).toString())),
        text,
        text.flatMap(
            now ->
                facts
                    .value()
                    .flatMap(known -> known.applied().text())
                    .map(applied -> TextChange.between(applied, now))),
        List.of(
            new Command("Check it", "./freshet contract lint"),
            new Command("What a change would break", "./freshet contract diff --against main"),
            new Command("What applying it would do", "./freshet contract apply --dry-run")));
  }
}
