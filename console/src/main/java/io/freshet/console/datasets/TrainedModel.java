package io.freshet.console.datasets;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * A model by its manifest.
 *
 * @param createdAt as it is written
 * @param learned rows that it was trained on
 * @param heldOut rows that it was judged by
 * @param own what it was worth
 * @param calibration what the job without a model was worth on the same rows
 * @param isServing whether it is the one that predicts
 */
public record TrainedModel(
    String version,
    String createdAt,
    String dataset,
    int features,
    String sha256,
    long learned,
    long heldOut,
    Optional<Figures> own,
    Optional<Figures> calibration,
    boolean isServing) {
  /**
   * What predictions were worth.
   *
   * @param maeSeconds how far off they were, on average
   * @param inTime share of orders that came by the latest time that was told
   * @param windowSeconds how long before the latest time the predicted one was, on average
   */
  public record Figures(double maeSeconds, double inTime, double windowSeconds) {
    static Optional<Figures> of(JsonNode node) {
      return node.path("mae_seconds").isNumber()
          ? Optional.of(
              new Figures(
                  node.path("mae_seconds").asDouble(),
                  node.path("in_time").asDouble(),
                  node.path("window_seconds").asDouble()))
          : Optional.empty();
    }
  }

  static TrainedModel of(JsonNode manifest, Optional<String> serving) {
    String version = manifest.path("version").asText();

    return new TrainedModel(
        version,
        manifest.path("created_at").asText(),
        manifest.path("dataset").path("name").asText(),
        manifest.path("features").path("version").asInt(),
        manifest.path("sha256").asText(),
        manifest.path("rows").path("learned").asLong(),
        manifest.path("rows").path("held_out").asLong(),
        Figures.of(manifest.path("metrics").path("model")),
        Figures.of(manifest.path("metrics").path("calibration")),
        serving.filter(version::equals).isPresent());
  }
}
