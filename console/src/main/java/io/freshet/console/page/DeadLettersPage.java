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
 * @param tooMany contracts that have had more in the last hour than they bear, at most {@link
 *     #SHOWN} of them
 * @param moreTooMany how many others have had so, too
 * @param groups some of them, those with the most open ones first
 */
public record DeadLettersPage(
    Frame frame,
    Reading<DeadLetterFacts> facts,
    String headline,
    long open,
    List<HourlyRate> tooMany,
    int moreTooMany,
    List<Row> groups,
    Pager pager) {
  static final int SHOWN = 10;
  private static final Pattern CODE = Pattern.compile("[a-z_]+");

  /**
   * One contract and cause.
   *
   * @param isKnown whether there is such a contract, and so a page of it
   */
  public record Row(DeadLetterGroup group, boolean isKnown, List<Command> commands) {
    public long open() {
      return stillOpen(group);
    }
  }

  public static DeadLettersPage of(
      Board board, Reading<DeadLetterFacts> facts, Parameters parameters) {
    List<DeadLetterGroup> groups =
        facts.value().stream()
            .flatMap(known -> known.groups().stream())
            .sorted(
                Comparator.comparingLong(DeadLettersPage::stillOpen)
                    .reversed()
                    .thenComparing(DeadLetterGroup::contract)
                    .thenComparing(DeadLetterGroup::cause))
            .toList();
    long open = groups.stream().mapToLong(DeadLettersPage::stillOpen).sum();
    List<HourlyRate> tooMany =
        facts.value().stream()
            .flatMap(known -> known.rates().values().stream())
            .filter(HourlyRate::isTooHigh)
            .sorted(Comparator.comparing(HourlyRate::contract))
            .toList();
    Pager pager =
        Pager.of(
            groups.size(), parameters.page(), page -> Parameters.paged(Links.DEAD_LETTERS, page));

    return new DeadLettersPage(
        Frame.of("Dead letters", Frame.Place.DEAD_LETTERS, board, facts),
        facts,
        headline(facts, open),
        open,
        tooMany.stream().limit(SHOWN).toList(),
        Math.max(0, tooMany.size() - SHOWN),
        pager.cut(groups).stream().map(group -> row(group, board)).toList(),
        pager);
  }

  private static long stillOpen(DeadLetterGroup group) {
    return group.events() - group.redriven();
  }

  private static Row row(DeadLetterGroup group, Board board) {
    Optional<Contract> contract =
        board.contracts().flatMap(contracts -> contracts.named(group.contract()));
    boolean canBeSent =
        stillOpen(group) > 0
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
