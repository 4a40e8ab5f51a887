package io.freshet.bench.batch.day;

import io.freshet.simulator.event.Order;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * What a customer may have been told of an order, with the features that a model may rest on.
 *
 * @param features as many as {@code notebooks/training/features.json} names
 */
record Prediction(
    Order order,
    int version,
    OptionalLong dasherId,
    long eventMicros,
    Stage stage,
    int remainingSeconds,
    int meters,
    List<Float> features) {
  static final int FEATURES_VERSION = 1;

  Prediction {
    features = List.copyOf(features);
  }

  /** What the order waits for. */
  enum Stage {
    PREPARATION,
    TO_RESTAURANT,
    TO_CUSTOMER;

    String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
