package io.freshet.ingestion.deadletters.redrive;

import io.freshet.ingestion.deadletters.DeadLetter;
import io.freshet.ingestion.deadletters.DeadLetterFilter;
import io.freshet.ingestion.deadletters.DeadLetterTable;
import io.freshet.ingestion.deadletters.RefusedAt;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What is known after all dead letters that were asked for have been looked at once.
 *
 * @param days on which those that can be sent were received, in UTC
 */
record RedriveScan(Outcomes outcomes, SortedSet<LocalDate> days) {
  static RedriveScan plan(
      DeadLetterTable table,
      DeadLetterFilter filter,
      RedrivenRecords redriven,
      Prospects prospects) {
    Outcomes.Tally tally = new Outcomes.Tally();
    SortedSet<LocalDate> days = new TreeSet<>();
    table.each(
        filter,
        letter -> {
          if (!prospects.isOfContract(letter)) {
            return;
          }
          tally.found();
          if (redriven.contains(RefusedAt.of(letter))) {
            tally.redrivenBefore();
          } else if (count(letter, prospects.of(letter), tally)) {
            tally.sent(letter.cause());
            days.add(letter.receivedAt().atZone(ZoneOffset.UTC).toLocalDate());
          }
        });

    return new RedriveScan(tally.outcomes(), days);
  }

  /** Counts what can't be sent; answers whether the dead letter can. */
  static boolean count(DeadLetter letter, Prospect prospect, Outcomes.Tally tally) {
    if (prospect instanceof Prospect.StillRefused refused) {
      tally.stillRefused(letter.cause(), refused.cause());
    } else if (prospect instanceof Prospect.OfAnotherTable) {
      tally.ofAnotherTable();
    }

    return prospect instanceof Prospect.Sendable;
  }
}
