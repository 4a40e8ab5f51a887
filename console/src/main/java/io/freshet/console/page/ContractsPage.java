package io.freshet.console.page;

import io.freshet.console.board.Board;
import io.freshet.console.board.TableStatus;
import io.freshet.core.contract.Contract;
import io.freshet.core.lake.TableLayout;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * All contracts by name.
 *
 * @param total whatever is sought
 */
public record ContractsPage(
    Frame frame, String words, List<Row> rows, Pager pager, int total, List<Command> commands) {
  /** One contract, and how its table stands where it has one. */
  public record Row(Contract contract, Optional<TableStatus> table) {}

  public static ContractsPage of(Board board, Parameters parameters) {
    List<Contract> all =
        board.contracts().map(contracts -> contracts.all()).orElse(List.of()).stream()
            .sorted(Comparator.comparing(Contract::name))
            .toList();
    String words = parameters.text(Parameters.WORDS);
    List<Contract> found = all.stream().filter(contract -> matches(contract, words)).toList();
    Pager pager = Pager.of(found.size(), parameters.page(), page -> address(words, page));

    return new ContractsPage(
        Frame.of("Contracts", Frame.Place.CONTRACTS, board),
        words,
        pager.cut(found).stream()
            .map(
                contract ->
                    new Row(
                        contract,
                        contract
                            .table()
                            .flatMap(
                                settings -> board.table(TableLayout.name(contract).toString()))))
            .toList(),
        pager,
        all.size(),
        Command.contracts());
  }

  private static boolean matches(Contract contract, String words) {
    String text =
        String.join(
                " ",
                contract.name(),
                contract.documentation().domain(),
                contract.documentation().owner(),
                contract.documentation().purpose())
            .toLowerCase(Locale.ROOT);

    return words.isEmpty()
        || List.of(words.toLowerCase(Locale.ROOT).split(" +")).stream().allMatch(text::contains);
  }

  private static String address(String words, int page) {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put(Parameters.WORDS, words);
    parameters.put(Parameters.PAGE, page > 1 ? Integer.toString(page) : "");

    return Links.with(Links.CONTRACTS, parameters);
  }
}
