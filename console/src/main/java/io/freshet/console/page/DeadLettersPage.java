package io.freshet.console.page;

import io.freshet.console.board.Board;
import io.freshet.console.letters.DeadLetterFacts;
import io.freshet.console.reading.Reading;
import io.freshet.core.contract.Contract;
import io.freshet.ingestion.deadletters.DeadLetterGroup;
import io.freshet.ingestion.deadletters.HourlyRate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What was refused, by contract and cause.
 *
 * @param open how many were not sent again
 * @param tooMany contracts that have had more in the last hour than they bear
 * @param groups those with the most open ones first
 */
public record DeadLettersPage(
    Frame frame,
    Reading<DeadLetterFacts> facts,
    String headline,
    long open,
    List<HourlyRate> tooMany,
    List<Row> groups) {
  private static final Pattern CODE = Pattern.compile("[a-z_]+");

  /**
   * One contract and cause.
   *
   * @param isKnown whether there is such a contract, and so a page of it
   */
  public record Row(DeadLetterGroup group, boolean isKnown, List<Command> commands) {
    public long open() {
      return group.events() - group.redriven();
    }
  }

  public static DeadLettersPage of(Board board, Reading<DeadLetterFacts> facts) {
    List<DeadLetterGroup> groups = facts.value().map(DeadLetterFacts::groups).orElse(List.of());
    long open = groups.stream().mapToLong(group -> group.events() - group.redriven()).sum();

    return new DeadLettersPage(
        Frame.of("Dead letters", Frame.Place.DEAD_LETTERS, board, facts),
        facts,
        headline(facts, open),
        open,
        facts.value().stream()
            .flatMap(known -> known.rates().values().stream())
            .filter(HourlyRate::isTooHigh)
            .sorted(Comparator.comparing(HourlyRate::contract))
            .toList(),
        groups.stream()
            .map(group -> row(group, board))
            .sorted(
                Comparator.comparingLong(Row::open)
                    .reversed()
                    .thenComparing(row -> row.group().contract())
                    .thenComparing(row -> row.group().cause()))
            .toList());
  }

  private static Row row(DeadLetterGroup group, Board board) {
    Optional<Contract> contract =
        board.contracts().stream()
            .flatMap(contracts -> contracts.all().stream())
            .filter(each -> each.name().equals(group.contract()))
            .findFirst();
    boolean canBeSent =
        group.events() > group.redriven()
            && contract
                .filter(known -> known.stream().isPresent() && !known.keepsLatest())
                .isPresent();

    return new Row(
        group,
        contract.isPresent(),
        // What senders have made up is no part of a command.
        contract.isPresent() && CODE.matcher(group.cause()).matches()
            ? Command.letters(group.contract(), group.cause(), canBeSent)
            : List.of());
  }

  private static String headline(Reading<DeadLetterFacts> facts, long open) {
    if (facts.value().isEmpty()) {
      return facts.isPending() ? "Counting dead letters" : "Dead letters can’t be counted";
    }
    if (open == 0) {
      return "No dead letter is open";
    }

    return open == 1 ? "One dead letter is open" : Texts.count(open) + " dead letters are open";
  }
}
