package io.freshet.serving.eta.model;

import io.freshet.serving.eta.order.Forecast;
import java.util.Optional;

/** The model of a folder that serves, or none, without Flink. */
public final class ServingModel implements AutoCloseable {
  private final ModelRule rule = new ModelRule();

  public static ServingModel none() {
    return new ServingModel();
  }

  public static ServingModel of(String folder) {
    ServingModel serving = new ServingModel();
    try (ModelWatch watch = new ModelWatch(new ModelFolder(folder))) {
      watch.look();
      serving.rule.serve(watch.takeNext().flatMap(ModelWatch.Change::model));
    }

    return serving;
  }

  public Forecast of(Forecast calibrated) {
    return rule.of(calibrated);
  }

  @Override
  public void close() {
    rule.serve(Optional.empty());
  }
}
