package io.freshet.console.datasets;

import io.freshet.console.board.Board;
import io.freshet.console.page.Command;
import io.freshet.console.page.Frame;
import io.freshet.console.page.Texts;
import io.freshet.console.reading.Reading;
import java.util.List;
import java.util.Optional;

/**
 * Data sets with what they rest on, cuts, and models with which one serves.
 *
 * @param facts what there is
 */
public record DatasetsPage(
    Frame frame,
    Reading<DatasetFacts> facts,
    String headline,
    List<Command> setCommands,
    List<Command> cutCommands,
    List<Command> modelCommands) {

  public static DatasetsPage of(Board board, Reading<DatasetFacts> facts) {
    return new DatasetsPage(
        Frame.of("Data sets", Frame.Place.DATASETS, board, facts),
        facts,
        headline(facts.value()),
        List.of(
            new Command("Make one", "./freshet dataset create NAME"),
            new Command("Make one at a cut", "./freshet dataset create NAME --cut CUT")),
        List.of(
            new Command("What one holds", "./freshet cut show CUT"),
            new Command("Make one", "./freshet cut create DOMAIN")),
        List.of(
            new Command("Train one", "./freshet model train eta --dataset NAME"),
            new Command("Let one serve", "./freshet model use VERSION"),
            new Command("Go back to the one before", "./freshet model rollback")));
  }

  private static String headline(Optional<DatasetFacts> facts) {
    return facts
        .map(
            known ->
                "%s, %s"
                    .formatted(
                        Texts.plural(known.sets().size(), "data set", "data sets"),
                        known
                            .serving()
                            .map(version -> "the model %s serves".formatted(version))
                            .orElse(
                                known.noModels().isEmpty()
                                    ? "the job’s calibration serves alone"
                                    : "models elsewhere")))
        .orElse("Data sets and models");
  }

  /** The beginning of a hash, by which people tell them apart. */
  public static String brief(String sha256) {
    return sha256.length() > 12 ? sha256.substring(0, 12) + "…" : sha256;
  }

  /** {@code 94.8 %}. */
  public static String share(double share) {
    return String.format(java.util.Locale.ROOT, "%.1f %%", 100 * share);
  }

  /** {@code 114 s}. */
  public static String seconds(double seconds) {
    return Math.round(seconds) + " s";
  }
}
