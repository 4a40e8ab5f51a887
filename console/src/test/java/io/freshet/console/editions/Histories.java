package io.freshet.console.editions;

import io.freshet.assurance.change.ContractChange;
import io.freshet.assurance.change.ContractChange.Impact;
import io.freshet.console.board.Boards;
import io.freshet.console.editions.Editions.Edition;
import io.freshet.console.editions.Editions.Source;
import java.util.List;
import java.util.Optional;

/** What a contract was before, made up. */
public final class Histories {
  private Histories() {}

  /** Three versions: a column was added, then another removed. */
  public static Editions ofRides() {
    return new Editions(
        Source.GIT,
        List.of(
            edition(
                "0c3e1a77",
                "2.0.0",
                "rides: Drop the tip",
                "a\nb\n",
                Optional.of("a\nb\ntip\n"),
                List.of(
                    ContractChange.compatible("rides", Optional.empty(), "version 1.1.0 → 2.0.0"),
                    ContractChange.breaking(
                        "rides",
                        Optional.of("tip"),
                        "column removed",
                        "whoever reads it fails",
                        Impact.BOTH))),
            edition(
                "9f00aa11",
                "1.1.0",
                "rides: Tell the tip <script>",
                "a\nb\ntip\n",
                Optional.of("a\nb\n"),
                List.of(ContractChange.compatible("rides", Optional.of("tip"), "column added"))),
            edition("77be0123", "1.0.0", "rides: Begin", "a\nb\n", Optional.empty(), List.of())),
        true);
  }

  private static Edition edition(
      String name,
      String version,
      String about,
      String text,
      Optional<String> before,
      List<ContractChange> changes) {
    return new Edition(
        name,
        version,
        Optional.of(Boards.NOW),
        about,
        before.map(old -> TextChange.between(old, text)),
        changes,
        "");
  }
}
