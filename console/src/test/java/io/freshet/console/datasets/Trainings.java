package io.freshet.console.datasets;

import io.freshet.console.board.Boards;
import io.freshet.console.datasets.DataSet.FileState;
import io.freshet.console.datasets.DatasetFacts.HeldCut;
import io.freshet.console.datasets.TrainedModel.Figures;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What a folder of data sets and one of models hold, made up. */
public final class Trainings {
  private static final String HASH =
      "82391eeb75927f3bf21301fb76d5d4a8f39b5057c6077c76ba4443e2ff5fc930";

  private Trainings() {}

  /** One sound set and one whose tag and file are lost; two models, of which the older serves. */
  public static DatasetFacts two() {
    return new DatasetFacts(
        List.of(
            set("eta-2026-11", FileState.SOUND, Optional.of(true)),
            set("eta-2026-10", FileState.CHANGED, Optional.of(false))),
        List.of(
            new HeldCut(
                "cut_2026_11_29_07",
                "transport",
                Boards.NOW,
                Boards.NOW.plus(Duration.ofDays(30)),
                18,
                17)),
        List.of(model("eta-2", 121, false), model("eta-1", 114, true)),
        Optional.of("eta-1"),
        "",
        "");
  }

  private static DataSet set(String name, FileState state, Optional<Boolean> kept) {
    return new DataSet(
        name,
        "eta-training",
        Optional.of("cut_2026_11_29_07"),
        3_000,
        1_000,
        "2026-11-01T00:00:00+00:00",
        "2026-11-28T00:00:00+00:00",
        2,
        HASH,
        state,
        List.of(
            new DataSet.Source("raw.rides", 4_711, "dataset-" + name, "1.2.0", kept),
            new DataSet.Source("raw.fares", 4_712, "dataset-" + name, "", Optional.empty())));
  }

  private static TrainedModel model(String version, double mae, boolean serves) {
    return new TrainedModel(
        version,
        "2026-11-28T13:17:16+00:00",
        "eta-2026-11",
        2,
        HASH,
        2_235,
        600,
        Optional.of(new Figures(mae, 0.9483, 338.78)),
        Optional.of(new Figures(152.4, 1.0, 569.4)),
        serves);
  }
}
