package io.freshet.batch.landing;

import io.freshet.core.contract.Contract;
import io.freshet.core.lake.LandedFile;
import io.freshet.core.lake.Ledger;
import io.freshet.core.lake.Position;
import io.freshet.core.lake.TableWatermark;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;

/** What a table is complete up to once files were landed in it. */
final class LandedWatermark {
  private LandedWatermark() {}

  /**
   * A table that a stream fills is complete up to where that has come, whatever files hold. One
   * that nothing but files fill is as complete as the newest of them.
   */
  static Optional<Instant> of(Contract contract, Map<String, String> before, Ledger ledger) {
    boolean isStreamed =
        ledger.sources().values().stream().anyMatch(source -> !LandedFile.isLanding(source));
    Optional<Position> newest =
        ledger.entries().entrySet().stream()
            .max(Comparator.comparingLong(entry -> entry.getValue().newestEventTime()))
            .map(Map.Entry::getKey);
    if (isStreamed || newest.isEmpty()) {
      return TableWatermark.of(before);
    }

    return TableWatermark.after(
        before,
        ledger,
        contract.requireTable().timing().lateness(),
        position -> !position.equals(newest.get()));
  }
}
