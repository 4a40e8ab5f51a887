package io.freshet.console.datasets;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Data sets, cuts and models of an installation.
 *
 * @param sets by name
 * @param cuts the newest first
 * @param models the newest first
 * @param serving the version that serves; empty where the calibration does alone
 * @param noModels why models are not known; empty where they are
 * @param noSets why there are no sets; empty where their folder is there
 */
public record DatasetFacts(
    List<DataSet> sets,
    List<HeldCut> cuts,
    List<TrainedModel> models,
    Optional<String> serving,
    String noModels,
    String noSets) {
  public DatasetFacts {
    sets = List.copyOf(sets);
    cuts = List.copyOf(cuts);
    models = List.copyOf(models);
  }

  /**
   * One hour's end in all tables of a domain.
   *
   * @param until when its tags may go
   * @param kept of how many of its tables the tag is there
   */
  public record HeldCut(
      String name, String domain, Instant madeAt, Instant until, int tables, int kept) {
    public boolean isWhole() {
      return tables == kept;
    }
  }
}
