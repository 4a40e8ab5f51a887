package io.freshet.serving.eta.evaluation;

import io.freshet.local.ProgressListener;
import io.freshet.local.fetch.Cache;
import io.freshet.local.fetch.PythonEnvironments;
import io.freshet.serving.eta.order.EtaFeatures;
import io.freshet.serving.eta.order.Forecast;
import io.freshet.serving.eta.order.Moment;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Trains a model as a user does, by {@code notebooks/training}, on what forecasts rested on and
 * when their orders came.
 */
final class CabsTraining {
  private static final Path NOTEBOOKS = Path.of("..", "..", "notebooks").toAbsolutePath();

  private final Path folder;
  private final Path csv;
  private final String python;

  CabsTraining(Path folder) {
    this.folder = folder;
    this.csv = folder.resolve("rows.csv");
    this.python =
        new PythonEnvironments(Cache.of(System.getenv()))
            .of(
                "training",
                NOTEBOOKS.resolve("training").resolve("requirements.txt"),
                ProgressListener.SILENT)
            .python();
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
    run("training.tests.from_csv", csv.toString(), folder.resolve("datasets/cabs").toString());
    run("training", "train", "--dataset=cabs");
    run("training", "use", "eta-1");

    return models.toUri().toString();
  }

  private void run(String... moduleAndArguments) throws IOException, InterruptedException {
    Path log = folder.resolve("python.log");
    List<String> command = new ArrayList<>(List.of(python, "-m"));
    command.addAll(List.of(moduleAndArguments));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(NOTEBOOKS.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().put("FRESHET_PROFILE", folder.resolve("profile.yaml").toString());
    builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
    int exitCode = builder.start().waitFor();
    String output = Files.readString(log);
    if (exitCode != 0) {
      throw new IOException("Python ended with %d: %s".formatted(exitCode, output));
    }
    System.out.println(output);
  }
}
