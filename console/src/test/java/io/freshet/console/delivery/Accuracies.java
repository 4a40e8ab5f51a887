package io.freshet.console.delivery;

import io.freshet.console.board.Boards;
import io.freshet.console.delivery.EtaAccuracy.Day;
import io.freshet.console.delivery.EtaAccuracy.Hour;
import io.freshet.core.contract.Contract;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** How right arrivals were on a day of two markets. */
public final class Accuracies {
  public static final LocalDate DAY = LocalDate.of(2026, 11, 28);
  static final String COOKING = "preparation";
  static final String RIDING = "to_customer";

  private Accuracies() {}

  /** The contract of the table, as far as the page looks at it. */
  public static Contract contract() {
    return Boards.contract(EtaReader.CONTRACT, "How right the arrivals were");
  }

  static Hour hour(
      String market, int hour, String stage, int predictions, int kept, long medianSeconds) {
    return new Hour(
        market,
        hour,
        stage,
        new Tally(
            predictions,
            predictions * Math.abs(medianSeconds),
            predictions * medianSeconds,
            predictions,
            kept),
        medianSeconds);
  }

  /** Berlin keeps its word, Oslo comes late. */
  public static EtaAccuracy twoMarkets() {
    List<Hour> hours =
        List.of(
            hour("berlin", 11, COOKING, 10, 10, 30),
            hour("berlin", 11, RIDING, 30, 28, -10),
            hour("berlin", 12, RIDING, 40, 38, 0),
            hour("oslo", 12, COOKING, 20, 12, -300),
            hour("oslo", 18, RIDING, 100, 90, -90));

    return new EtaAccuracy(
        List.of(
            new Day(DAY, EtaAccuracy.sum(hours)),
            new Day(DAY.minusDays(1), new Tally(5, 50, 50, 0, 0))),
        Optional.of(DAY),
        hours);
  }

  /** Before the first night. */
  public static EtaAccuracy none() {
    return new EtaAccuracy(List.of(), Optional.empty(), List.of());
  }
}
