package io.freshet.console.page;

import io.freshet.console.board.Board;
import io.freshet.console.board.TableStatus;
import io.freshet.console.reading.Reading;
import io.freshet.console.receipts.Receipt;
import io.freshet.core.contract.Contract;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What jobs and commands have left behind.
 *
 * @param jobs tables that jobs compute
 * @param kinds of receipts that can be chosen
 * @param total whatever is sought
 * @param reading the one that they are of
 */
public record ReceiptsPage(
    Frame frame,
    List<TableStatus> jobs,
    Set<String> kinds,
    String kind,
    String words,
    List<Receipt> rows,
    Pager pager,
    int total,
    Reading<List<Receipt>> reading,
    List<Command> commands) {

  public static ReceiptsPage of(
      Board board, Reading<List<Receipt>> reading, Parameters parameters) {
    List<Receipt> receipts = reading.value().orElse(List.of());
    String kind = parameters.text("kind");
    String words = parameters.text(Parameters.WORDS);
    Set<String> kinds = new TreeSet<>();
    receipts.forEach(receipt -> kinds.add(receipt.kind()));
    List<Receipt> found =
        receipts.stream()
            .filter(receipt -> kind.isEmpty() || receipt.kind().equals(kind))
            .filter(receipt -> matches(receipt, words.toLowerCase(Locale.ROOT)))
            .toList();
    Pager pager = Pager.of(found.size(), parameters.page(), page -> address(kind, words, page));

    return new ReceiptsPage(
        Frame.of("Receipts", Frame.Place.RECEIPTS, board, reading),
        board.worstFirst().stream()
            .filter(table -> table.contract().kind() == Contract.Kind.DERIVED)
            .toList(),
        kinds,
        kind,
        words,
        pager.cut(found),
        pager,
        receipts.size(),
        reading,
        Command.receipts());
  }

  private static boolean matches(Receipt receipt, String words) {
    if (words.isEmpty()) {
      return true;
    }

    return (receipt.name() + " " + String.join(" ", receipt.tables()) + " " + receipt.headline())
        .toLowerCase(Locale.ROOT)
        .contains(words);
  }

  private static String address(String kind, String words, int page) {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("kind", kind);
    parameters.put(Parameters.WORDS, words);
    parameters.put(Parameters.PAGE, page > 1 ? Integer.toString(page) : "");

    return Links.with(Links.RECEIPTS, parameters);
  }
}
