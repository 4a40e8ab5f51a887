package io.freshet.console.receipts;

import io.freshet.console.board.Boards;
import java.util.List;
import java.util.Optional;

/** What maintenance did to a table, made up. */
public final class Upkeeps {
  private Upkeeps() {}

  /** A merge that paid, and before that a run that found nothing worth it. */
  public static List<Upkeep> two() {
    return List.of(
        new Upkeep(
            "maintain-2026-11-29T12-00-00Z.json",
            Boards.NOW,
            2,
            3,
            List.of(
                new Upkeep.Work(
                    "compaction",
                    "merge 40 small files (9.1 MB) of 2026-11-29 into 1, sorted",
                    Optional.of(13.0),
                    Optional.of(0.78),
                    Optional.of(11.5),
                    Optional.of(0.7),
                    "")),
            List.of(new Upkeep.Skipped("snapshots", "0 of 3 may go; from 10 on expiry pays")),
            Optional.of(new Upkeep.Size(44, 9_100_000, 9)),
            Optional.of(new Upkeep.Size(5, 8_000_000, 10)),
            ""),
        new Upkeep(
            "maintain-2026-11-29T11-00-00Z.json",
            Boards.NOW.minusSeconds(3_600),
            0,
            1,
            List.of(),
            List.of(new Upkeep.Skipped("2026-11-29", "4 small files; from 5 on merging pays")),
            Optional.empty(),
            Optional.empty(),
            ""));
  }
}
