package io.freshet.serving.eta.evaluation;

import io.freshet.serving.eta.order.EtaFeatures;
import io.freshet.serving.eta.order.Forecast;
import io.freshet.serving.eta.order.Moment;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Trains a model as a user does, by {@code notebooks/training}, on what forecasts rested on and
 * when their orders came.
 */
final class CabsTraining {
  private final Path folder;
  private final Path csv;
  private final TrainingPython python;

  CabsTraining(Path folder) {
    this.folder = folder;
    this.csv = folder.resolve("rows.csv");
    this.python = new TrainingPython(folder);
  }

  /** A forecast that is recorded, and when its order came. */
  record Row(Forecast forecast, long arrivalMillis) {
    private static String header() {
      return "event_time,market,order_id,order_version,delivered_at,seconds,"
          + String.join(",", EtaFeatures.NAMES);
    }

    private String line() {
      Moment moment = forecast.moment();
      String features =
          forecast.features().stream().map(String::valueOf).collect(Collectors.joining(","));

      return "%d,%s,%d,%d,%d,%s,%s"
          .formatted(
              moment.millis(),
              moment.market(),
              moment.orderId(),
              moment.orderVersion(),
              arrivalMillis,
              (arrivalMillis - moment.millis()) / 1000.0,
              features);
    }
  }

  /** Takes rows as they come: all of them would not fit into memory. */
  <T> T write(Function<Consumer<Row>, T> source) throws IOException {
    try (PrintWriter out = new PrintWriter(csv.toFile(), StandardCharsets.UTF_8)) {
      out.println(Row.header());

      return source.apply(row -> out.println(row.line()));
    }
  }

  /** The folder of models; the one that was trained serves. */
  String train() throws IOException, InterruptedException {
    Path models = folder.resolve("models");
    Files.writeString(folder.resolve("profile.yaml"), "eta.model: " + models + "\n");
    python.run(
        "training.tests.from_csv", csv.toString(), folder.resolve("datasets/cabs").toString());
    System.out.println(python.run("training", "train", "--dataset=cabs"));
    python.run("training", "use", "eta-1");

    return models.toUri().toString();
  }
}
